"""A frozen sentence encoder in numpy.

``encoder``  text to a vector
``pieces``   text to sub-word pieces
``wheel``    the numbers, read from an installed wheel
"""

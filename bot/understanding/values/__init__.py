"""What a text says beside its intent, as values.

``polarity``    on or off, and the tense
``people``      for whom, and in which mood
``statements``  what is told
``foreign``     what a text outside 2FA is about
"""

"""Text before it is judged.

``wording``   canonical form
``spelling``  typing mistakes
``emoji``     emoji as words
``clauses``   a text cut into clauses
"""

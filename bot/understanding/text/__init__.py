"""Text before it is judged.

``wording``   canonical form
``spelling``  typing mistakes
``language``  English or Spanish, of a few words
``emoji``     emoji as words
``clauses``   a text cut into clauses
"""

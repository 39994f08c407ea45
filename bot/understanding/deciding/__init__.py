"""From chances to a wish.

``settled``  what role, state and buttons decide by themselves
``moves``    what a move comes to in a situation
``asking``   when to ask back and what to offer beside an answer
``weighing`` the chances of a text and of its clauses
"""

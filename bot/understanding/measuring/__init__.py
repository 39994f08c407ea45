"""How well the bot understands.

``measure``  ``make understanding``
``answers``  held-out messages and what was understood of them
``voices``   each group of phrases judged by a model that never saw it
``cost``     processor time and memory
"""

"""Text to intent: what a message asks for, how sure that is, and what to offer when it is not.

``understood``  the entry: text and situation to a wish
``wish``        what it is given beside the words, and what it gives back
``intents``     the 21 intents, the moves, the states
``lines``       JSON lines for ``tc2fa understand``
``reader``      the trained model
``encoder``     the sentence encoder
``text``        canonical form, spelling, emoji, clauses
``names``       practices and colleagues
``values``      what a text says beside its intent
``deciding``    from chances to a wish
``training``    offline
``measuring``   ``make understanding``
"""

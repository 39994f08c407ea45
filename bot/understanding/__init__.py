"""Text to intent: what a message asks for, how sure that is, and what to offer when it is not.

``understood``  the entry: text to intent
``wish``        what it is given beside the words, and what it gives back
``intents``     the 21 intents
``lines``       JSON lines for ``tc2fa understand``
``reader``      the trained model
``encoder``     the sentence encoder
``text``        canonical form, spelling, situation
``training``    offline
``measuring``   ``make understanding``
"""

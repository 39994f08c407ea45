"""The one thing that is asked, among about a hundred that have a short answer.

``book``   the phrases of each question, and the intents it may stand in
``asked``  whether a text asks one of them, beside its intent
``match``  the likeliest question of a text, or none
"""

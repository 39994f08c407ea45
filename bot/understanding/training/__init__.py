"""Training, offline only.

``train``        ``python -m bot.understanding.training.train`` writes weights.npz
``rows``         phrases as training rows
``regression``   logistic regression
``network``      a small neural network
``phrase_book``  reads ``phrases/``
"""

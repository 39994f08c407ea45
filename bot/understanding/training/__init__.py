"""Training, offline only.

``train``        ``python -m bot.understanding.training.train`` writes weights.npz
``index``        ``python -m bot.understanding.training.index`` writes questions.npz
``regression``   logistic regression
``network``      a small neural network
``phrase_book``  reads ``phrases/``
``rows``         each phrase in the situations it is said in
"""

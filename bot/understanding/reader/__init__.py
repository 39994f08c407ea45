"""The trained model that runs.

``model``     two classifiers and how their votes are joined
``features``  what of a text counts
"""

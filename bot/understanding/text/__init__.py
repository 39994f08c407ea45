"""Text before it is judged.

``wording``    canonical form
``spelling``   typing mistakes
``situation``  the state of the conversation as a feature
"""

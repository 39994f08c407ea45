"""Activation requests.

``requests``   the queue, and one request with proof
``decisions``  Approve, Decline, Ask for more information
``ready_words``  what the team writes often
``history``    what happened to one request
"""

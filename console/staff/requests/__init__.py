"""Activation requests.

``requests``   the queue, and one request with proof
``decisions``  Approve, Decline, Ask for more information
``history``    what happened to one request
"""

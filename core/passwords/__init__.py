"""Passwords of people; how they are hashed is ``core.ground.hashing``.

``password_proof``    the current password, asked again before a factor changes
``password_tries``    guesses are counted before they are checked
``password_changes``  set by a mailed link or in Settings
"""

"""Passwords of people; how they are hashed is ``core.ground.hashing``.

``password_proof``    the current password, asked again before a factor changes
``password_tries``    guesses are counted before they are checked
``known_browsers``    where a password was proved before: a budget of guesses of their own
``password_changes``  set by a mailed link or in Settings
"""

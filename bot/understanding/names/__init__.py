"""Names of the speaker's own world, read before anything else.

``practices``  where a practice is named
``scope``      which practices are meant, left out, all, or someone else's
``people``     which colleague is named
"""

"""What keeps an installation running.

``housekeeping``  retention: deletes what is past its time, in small batches
``undelivered``   messages that could not be delivered, and trying them again
``key_rotation``  sealed secrets move to a new key
``backups``       a copy of the database, and the copy put back
``restored``      what an older copy must not bring back: used codes, spent tokens, ended sessions
"""

"""What keeps an installation running.

``housekeeping``  retention: deletes what is past its time, in small batches
``undelivered``   messages that could not be delivered, and trying them again
"""

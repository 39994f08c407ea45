"""Work in the background: queues in the database, and what keeps a worker going.

``job_queue``    a table as a queue: lease, attempts, back-off, given up
``job_worker``   the one loop that works through a queue
``supervision``  log, alarm and back-off after an unexpected error
"""

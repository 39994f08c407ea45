"""What everything stands on.

``db``              the only place where a transaction begins or ends
``connections``     one connection: how long it waits, what each database is told
``hot``             statements of the paths taken every day, written once and run past the ORM
``columns``         the shape of an id, the rule of a column of words
``migrate``         bring a database to the tables of this code; ``migrations`` has the steps
``migrations``      Alembic revisions
``settings``        what the operator decides, from the environment
``installation``    settings, database, keys and hashing slots, opened once
``sealing``         secrets at rest: AES-256-GCM and key rings
``hashing``         argon2id in a bounded pool; what a new password may not be
``random_tokens``   cookie values and their hashes
``async_database``  the seam between the event loop and what blocks
``jobs``            queues in the database and the workers that work them off
``outbox``          notices to people, written with the change
``live``            changes reach every process and reader
``event_stream``    server-sent events: framing, pings, the end
``throttle``        attempt budgets
``paging``          keyset pages
``alarms``          what is broken and needs a person
``actors``          who acts, from where, with which proof
``daytime``         day and night where a person works
``time_words``      times, dates and waits in words, English and Spanish
"""

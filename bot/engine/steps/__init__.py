"""From an event to a flow.

``step``            the one entry; total: every state answers every event
``said``            free text
``chose``           buttons
``manner``          sorry once, both asks, a guess with a way out
``wants``           from an intent to its flow
``news``            what happened elsewhere
``reset_said``      words and buttons about a reset
``reset_news``      what core answered about a reset, and its progress
``outcomes``        what core answered to an effect
``moves``                 yes, no, later, done, again, what next
``asked_about_requests``  practices named, left out, added
"""

"""From an event to a flow.

``step``            the one entry; total: every state answers every event
``said``            free text
``chose``           buttons
``wants``           from an intent to its flow
``news``            what happened elsewhere
``outcomes``        what core answered to an effect
``meta_questions``  questions about the bot itself
"""

"""One turn of a conversation, the same for every channel.

``turn``           lock, step, act, answer, save, in one transaction
``incoming_text``  mask what was typed, before the transaction
``reading``        understand it in its context, under the lock of the conversation
``perform``        carry out what the engine asks, by one call into core each
``resetting``      the same for a reset of a lost factor
``reset_facts``    what is known of resets
``facts``          what the engine must know, read from core
``team_times``     when a person answers, in words
"""

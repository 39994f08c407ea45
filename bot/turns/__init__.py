"""One turn of a conversation, the same for every channel.

``turn``           lock, step, act, answer, save, in one transaction
``incoming_text``  mask and understand what was typed
``perform``        carry out what the engine asks, by one call into core each
``facts``          what the engine must know, read from core
``team_times``     when a person answers, in words
"""

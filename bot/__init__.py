"""The help chat: one conversation engine, and the channels that carry it.

``turns``          one turn for every channel: mask, understand, step, act, save
``engine``         the conversation as a pure function
``understanding``  text to intent; the only reader of text
``secrets_guard``  masks what must never be stored
``delivery``       from the outbox to the chat and to mail
``bubble``         the chat on every screen of the account site
``slack``          the Slack app
"""

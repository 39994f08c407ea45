"""From the outbox to people.

``deliveries``  the worker: into the conversation and to mail
``mailing``     one text for each kind of notice
``unprompted``  what is checked again just before it is delivered
"""

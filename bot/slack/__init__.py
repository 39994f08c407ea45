"""Slack, one channel of the conversation.

``app``        puts it together: one route and its workers
``incoming``   from a request of Slack to a stored row to its effect
``outgoing``   from the outbox to Slack
``views``      what Slack shows, drawn from values
``workspace``  the workspace we serve: client, people, calls
"""

"""Slack, as the database knows it.

``slack_links``        which Slack user speaks for which member
``slack_link_starts``  a link that waits for its confirmation
``slack_events``       what Slack sent: stored before it is acknowledged
``slack_posts``        what we posted: stored before it is sent
"""

"""Slack, one channel of the conversation: what comes from it, and what it shows."""

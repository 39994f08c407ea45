"""The chat bubble: its wire on the account site, and the element that shows it."""

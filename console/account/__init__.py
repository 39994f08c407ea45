"""The account site of customers.

``routes``           every route
``dashboard``        the first page after sign-in
``required_factor``  an admin asks that a second factor is mandatory
``settings``         Account Settings
``two_factor``       set-up: QR code, password and code
``recovery_tokens``  shown once, acknowledged
``factor_changes``   new tokens, new phone, turn off
``password``         change the password
``team``             a site admin's own people
``slack_link``       link a Slack user
``help_article``     the article
``pages``            the templates
``set_up_again``      set-up on the way in, after a reset
``reset_not_me``      the link of a mail that stops a reset
"""

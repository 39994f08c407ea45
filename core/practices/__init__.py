"""Practices and the people in them.

``practices``         groups, practices, memberships, roles; activate
``members``           the people of a practice with the state of their second factor
``policy``            the rule that nobody of a practice signs in without a second factor
``practice_changes``  proposals to switch 2FA off or to require it
``waiting_changes``   what of it waits for the team
``change_decisions``  who may propose and approve them, and what an approval does
"""

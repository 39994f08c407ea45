"""Practices and the people in them.

``practices``  groups, practices, memberships, roles; activate, deactivate
``members``    the people of a practice with the state of their second factor
"""

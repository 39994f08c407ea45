"""The audit trail as people read it.

``trail_check``  whether the whole trail is here, and its head for those who keep it
``audit_views``  search, history of one request, export
"""

"""The audit trail as people read it.

``audit_views``  search, history of one request, export
"""

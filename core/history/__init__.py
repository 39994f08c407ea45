"""The audit trail as people read it.

``audit_views``    search and batches of an export
``audit_names``    whom and what a filter means
``audit_exports``  who may take the trail out
``weekly_report``  what a supervisor should look at
``evidence``       one activation request from the first message to the effect
``trail_check``  whether the whole trail is here, and its head for those who keep it
"""

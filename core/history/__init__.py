"""The audit trail, and people with their second factor, as the team reads them.

``audit_views``    search and batches of an export
``audit_names``    whom and what a filter means
``audit_exports``  who may take the trail out
``weekly_report``  what a supervisor should look at
``evidence``       one activation request from the first message to the effect
``trail_check``  whether the whole trail is here, and its head for those who keep it
``enrollment_list``  people by their second factor: search and filters
``person_page``      one member with everything the team may know
``practice_page``    one practice likewise
"""

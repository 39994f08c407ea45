"""The audit trail, and people with their second factor, as the team reads them.

``audit_views``      search, history of one request, export
``enrollment_list``  people by their second factor: search and filters
``person_page``      one member with everything the team may know
"""

"""People who can sign in.

``users``           members and staff
``names``           a person's display name
``staff_rights``    what staff may do, read at the moment of acting
``one_time_links``  mailed single-use links
"""

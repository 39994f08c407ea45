"""People who can sign in.

``users``           members and staff
``names``           a person's display name
``name_words``      the words by which a person is found
``staff_rights``    what staff may do, read at the moment of acting
``one_time_links``  mailed single-use links
"""

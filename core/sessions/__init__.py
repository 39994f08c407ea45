"""Who is signed in, and what signing in demands.

``sessions``          signed-in sessions: rows keyed by a hash
``session_rows``      their table, and how long a session lasts
``half_sign_ins``     a right password that still owes its second factor
``trusted_browsers``  browsers that proved a second factor: an attempt budget of their own
``sign_in_policy``    what is owed, decided from facts alone (the group rule)
``person_facts``      those facts
"""

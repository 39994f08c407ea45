"""The life of a second factor.

``set_up``          begin (a secret waits), confirm (password and code), move to a new phone
``first_set_up``    the set-up of staff at their first sign-in
``factor_changes``  turn off, new recovery tokens, and what each change of a factor revokes
``reminders``         a site admin reminds their people
``nudges``          reminders: who is reminded, when
"""

"""The life of a second factor.

``set_up``          begin (a secret waits), confirm (password and code), move to a new phone
``first_set_up``    the set-up that a sign-in owes: of staff at their first, of members after a reset
``set_up_again``    the mailed link that a member shows beside the password after a reset
``resets_due``      resets whose waiting time is over are carried out
``factor_changes``  turn off, new recovery tokens, and what every change of a factor ends
``reminders``       a site admin reminds their people
``staff_help``      what one of the team may do for a member alone
``nudges``          reminders: who is reminded, when
``rule_reminders``  reminders before a practice requires a second factor
"""

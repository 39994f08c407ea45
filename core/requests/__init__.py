"""Requests to activate 2FA for a practice, and to reset someone's second factor.

``activation_requests``  asked, joined, answered and withdrawn by site admins
``request_decisions``    approve, decline, ask for more information
``request_states``       the tables, and the one guarded way from state to state
``request_views``        the queue, one request, the line an admin gets
``next_request``         which request a colleague decides next
``blast_radius``         who an approval affects
``reset_requests``       a lost factor: filed, taken back, frozen by "That was not me"
``reset_decisions``      proposed by one of the team, approved by another, declined
``reset_states``         the table of resets, and the one guarded way from state to state
``reset_views``          the queue of resets and one of them
"""

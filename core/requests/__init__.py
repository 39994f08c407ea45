"""Requests to activate 2FA for a practice.

``activation_requests``  asked, joined, answered and withdrawn by site admins
``request_decisions``    approve, decline, ask for more information
``request_states``       the tables, and the one guarded way from state to state
``request_views``        the queue, one request, the line an admin gets
``blast_radius``         who an approval affects
"""

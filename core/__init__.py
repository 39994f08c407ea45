"""What ThoroughCare's two-factor authentication knows and decides. Core decides, bot talks, console shows.

The nouns, and the files that may change each. Whoever wants a change calls a function there.

==================  ====================================================================================
practice            ``practices``: group, practice, membership and role; activate, deactivate
                    ``imports`` (from CSV), ``demo_data`` (of the demo only)
person              ``users``; ``team`` (ThoroughCare's own people), ``staff_rights`` (what they may do)
password            ``password_changes``; ``passwords`` hashes, ``password_proof`` and ``password_tries`` check
one-time link       ``one_time_links``
activation request  ``activation_requests`` (its admins), ``request_decisions`` (the team),
                    ``request_states`` (the one guarded way from state to state)
enrollment          ``set_up`` and ``first_set_up`` (from QR code to confirmed), ``factor_changes`` (turn off,
                    new tokens), ``enrollments`` (the rows, and what a page may know of them)
                    ``set_up_progress`` (how far each person has come), ``nudges`` (who is reminded, ``daytime`` when)
recovery token      ``recovery_tokens``
second factor       ``second_factor`` checks a code or token for every purpose; ``totp`` is the arithmetic,
                    ``totp_steps`` the counter, ``code_verdicts`` and ``code_refusals`` name what is wrong,
                    ``refusal_words`` says it
signing in          ``sign_in``, ``half_sign_ins`` (owes a second factor), ``sign_in_policy`` (what is owed),
                    ``person_facts`` (what the policy must know)
session             ``sessions``, ``session_tokens``, ``step_up``, ``trusted_browsers``
Slack link          ``slack_links`` (which Slack user speaks for which member), ``slack_link_starts``
attempt             ``throttle``
conversation        ``conversations``; ``inbox`` (what the team does in one), ``hand_overs`` (each wait for a person)
the team's desk     ``saved_replies``, ``office_hours``
notice              ``outbox``: written with the change, delivered by bot
                    ``undelivered``: given up, seen and brought back by the team
Slack event         ``slack_events``: written before Slack is answered, worked from afterwards
Slack post          ``slack_posts``: recorded before it is sent, so that nothing is said twice
alarm               ``alarms``: raised once, shown to the team until it is over
audit entry         ``audit`` writes, ``audit_chain`` seals and verifies, ``audit_views`` shows
live topic          ``db.announce`` says it, ``live`` hears it
==================  ====================================================================================

To look only: ``request_views``, ``inbox_views``, ``blast_radius``, ``practice_people``, ``audit_views``; lists come
as ``paging`` pages.

Underneath: ``db`` (the one door to the database), ``migrate`` and ``migrations``, ``settings``, ``sealing`` (keys),
``installation`` (all of these, opened), ``housekeeping`` (what has had its time), ``actors`` (who acts, from where, how surely).

A change, its audit entry and its notices are written by one function in one transaction. ``now`` and the actor are
passed by keyword; nobody in here asks the clock. Outcomes are values; an exception is a surprise and rolls back. Why it
is so stands in ``core/decisions``.
"""

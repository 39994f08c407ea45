"""What ThoroughCare's two-factor authentication knows and decides. Core decides, bot talks, console shows.

Each package is a word of the glossary and has a map in its own ``__init__``. A package knows the ones below it.

``adoption``       how far practices and their people have come with 2FA, in counts
``enrolling``      the life of a second factor: set-up, changes, reminders
``history``        the audit trail as people read it
``imports``        people and practices from a CSV file or for the demo
``operations``     what keeps the installation running: retention, messages that could not be delivered
``team``           ThoroughCare's own people
``signing_in``     password, then the second factor; step-up
``passwords``      proof of the current password, guesses, changes
``chat``           conversations, hand-overs to a person, the inbox
``requests``       activation requests: ask, decide, look
``sessions``       sessions, sign-ins that still owe a factor, and the policy that says what is owed
``slack``          links between Slack users and members, events received, messages posted
``practices``      practices, groups, memberships and roles
``second_factor``  TOTP codes, recovery tokens, enrollments, and why a code was refused
``people``         users, staff rights, one-time links
``audit``          entries and the chain over them
``ground``         the database and everything that stands directly on it

A change, its audit entry and its outbox rows are written by one function in one transaction. Functions take the
session first and the actor and ``now`` by keyword; core never asks the clock. Outcomes are values; an exception is a
surprise and rolls back. ``core/decisions`` has a page for each decision that cost thought.
"""

"""The screens: the account site of customers and the console of staff.

``cli``       the ``tc2fa`` command; ``commands`` are its parts
``commands``  demo, people, purge, slack
``asgi``      the composition root: an installation in, two ASGI apps out
``workers``   what runs beside the sites
``rounds``    reminders and housekeeping, at intervals
``account``   the screens of customers
``staff``     the screens of staff
``web``       what both share: hardening exists once
``connections``  how many there may be, and how long a silent one stays
``serving``   run both sites in one process
``logs``      log lines without secrets
"""

"""The console of staff.

``routes``         every route
``requests``       the queue and its decisions
``inbox``          conversations that wait for a person
``adoption``       how far practices are, in figures
``audit``          the audit trail
``team``           ThoroughCare's own people
``settings``       of the person who is signed in
``enrollments``    people and their second factor
``practices``      practices and their rule
``resets``         a lost second factor, by two people
``trouble``        what is broken
``first_sign_in``  set-up at the first sign-in
``live``           pages that follow changes
``cleaning``       what staff type is masked
``pages``          the templates
"""

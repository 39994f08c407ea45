"""Codes, recovery tokens and enrollments.

``attempts``         check a code or token: count, check, conclude
``totp``             RFC 6238 arithmetic, pure
``used_steps``       the counter that makes every code single use
``code_verdicts``    what a typed code is, from facts alone
``wrong_code_notice``  word to the owner after ten wrong codes
``refusals``         why a code or token was refused, kept for page and chat
``refusal_words``    the same in plain words
``recovery_tokens``  ten single-use stand-ins for the phone
``enrollments``      from the first QR code to the end
``live_factor``      the factor that counts, as each check reads and writes it
``readable_secret``    a sealed secret that may not open
``secret_upkeep``    secrets past their time, and moving secrets to another key
``set_up_progress``  how far each person has come
"""

"""The audit trail. Reading it is ``core.history``.

``entries``  insert-only entries: no entry, no effect
``chain``    HMAC seals over the entries, and their verification
``checks``   the verification that runs by itself, and what it found last
"""

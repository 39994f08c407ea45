"""Signing in.

``sign_in``  password first, then what the policy demands
``step_up``  a signed-in person proves the second factor again (ASVS 7.5.3)
"""

"""Settings of the colleague who is signed in.

``routes``  every route of these pages
``page``    password, second factor, sessions
``factor``  new recovery tokens, a new phone
"""

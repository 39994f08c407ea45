"""Screens and parts of screens that both sites show.

``signing_in``          password and second factor
``passwords``           links that set a password
``forgotten_password``  ask for such a link
``own_password``        change the password in Settings
``own_sessions``        end sessions in Settings
``both_proofs``         password, and a code or recovery token
``fresh_proof``         the second factor inside a form
``answers``             refusals of forms in words
``adoption_figures``    counts as charts and words
``secret_drawing``      QR code and key
``refused_codes``       a refused code over HTTP
"""

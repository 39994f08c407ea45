"""Screens and parts of screens that both sites show.

``signing_in``      password and second factor
``passwords``       links that set a password
``fresh_proof``     the second factor inside a form
``secret_drawing``  QR code and key
``refused_codes``   a refused code over HTTP
"""

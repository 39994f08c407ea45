"""What both web apps share: doors, cookies, CSRF, headers, forms and templates. Hardening exists once, here."""

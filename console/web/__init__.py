"""What both web apps share, including the hardening.

``app``              puts a site together
``site``             one web app as configured
``site_middleware``  host, size, headers, request id, log line
``compression``      files, never pages
``doors``            access checks; every route has one
``visit``            one request as a handler sees it
``forms``            posted forms
``cookies``          names and flags
``csrf``             cross-site request forgery
``client_address``   the network address behind proxies
``pages``            the Jinja2 environment
``error_pages``      answers that need no database
``static_files``     fonts, icons, scripts
``stylesheet``       the one style sheet
``charts``           small charts as SVG
``screens``          screens that both sites show
"""

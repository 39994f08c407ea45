"""What the commands of ``tc2fa`` do; ``console/cli.py`` declares them.

``serve``           both sites, in production and as the demo
``demo``            the demo's folder, people and phones
``database``        revision and upgrade
``copies``          a copy of the database, and the copy put back
``keys``            make a key, and move the secrets to it
``people``          import, staff, audit
``audit_export``    the audit trail as a file
``purge``           delete what is past its time
``understand``      what messages want
``slack``           the Slack commands
``slack_check``     whether the Slack app is set up right
``slack_manifest``  its manifest for one host
``problems``        what stops a command, as sentences
"""

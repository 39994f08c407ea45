"""The parts of ``tc2fa``.

``demo``            the demo
``people``          import, staff, audit
``purge``           delete what is past its time
``slack``           the Slack commands
``slack_check``     is the Slack app set up right
``slack_manifest``  its manifest for one host
"""

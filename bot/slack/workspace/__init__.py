"""The one workspace we serve.

``workspace``  client, names, database access beside the event loop
``calling``    every answer of Slack becomes a value
``people``     who a Slack user is to us
``facts``      what the views are drawn from
"""

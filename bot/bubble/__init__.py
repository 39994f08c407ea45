"""The chat bubble: its server, and the element that shows it (``static/``).

``app``     the routes at /chat
``places``  which conversation a viewer has, and how often they may write
``stream``  the event stream
``viewer``  who is looking
``wire``    the JSON in and out
"""

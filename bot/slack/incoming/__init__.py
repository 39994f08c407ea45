"""What comes in: checked, stored, acknowledged, and then worked from the row.

``receiving``  the raw request: size, time, signature
``sockets``    Socket Mode, for development
``listeners``  what Bolt hands over
``intake``     mask, store, acknowledge
``commands``   ``/2fa``
``modals``     what a modal sends
``running``    the workers
``working``    the effect of one row
"""

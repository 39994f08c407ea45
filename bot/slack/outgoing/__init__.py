"""What goes out: recorded before it is sent.

``delivering``     the worker for notices
``conversation``   one turn of a linked person
``lines``          the messages of a conversation
``cards``          cards and Home that follow the state of a person
``staff_channel``  the channel of the team
``welcome``        people who are not linked yet
``opening``        open a modal for a trigger
``direct``         the direct message with one user
``posting``        post once, reconcile, update
"""

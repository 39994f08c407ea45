"""What Slack shows. Pure: no core, no network, no clock.

``blocks``         a message of the engine
``elements``       the Block Kit shapes, within their limits
``mrkdwn``         escaping and lengths
``names``          names in a sentence
``pages``          links to the account site
``presses``        what buttons send back
``replies``        short answers to people who are not linked
``guide_card``     the set-up
``request_card``   a request
``request_modal``  the modal that asks
``staff_card``     the card in the staff channel
``staff_reset_card``  the same for a reset
``staff_change_card``  the same for a change of a practice
``home_view``      App Home

``words`` are the texts that only Slack needs.
"""

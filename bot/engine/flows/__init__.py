"""What the bot does about each matter.

``guide``            the set-up, step by step
``requests``         ask for activation
``request_status``   what became of a request; withdraw it
``staff_questions``  staff asked something about a request
``trouble``          a code is refused, a scan fails
``lost_phone``       the phone is out of reach
``lost_phone_said``  what people say around it
``hand_over``        pass the conversation to a person
``home``             greeting, suggestions, ways out
``questions``        the open question of each state, and yes or no to it
``answers``          answers that change nothing
``practice_names``   which practices a sentence names
``elsewhere``        whether it names a practice of somebody else
"""

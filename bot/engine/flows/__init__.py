"""What the bot does about each matter.

``guide``            the set-up, step by step
``requests``         ask for activation
``request_status``   what became of a request; withdraw it
``staff_questions``  staff asked something about a request
``trouble``          a code is refused, a scan fails
``lost_phone``       the phone is out of reach
``resets``           a reset of a lost factor: filed, taken back, stopped
``reset_questions``  its open questions
``hand_over``        pass the conversation to a person
``home``             greeting, suggestions, ways out
``questions``        the open question of each state, and yes or no to it
``short_answers``      the one thing that was asked, in one sentence
``colleagues``         who has set it up and who has not
``elsewhere_answers``  what is not ours, in four voices
``secrets``            a secret that was taken out, and what to do now
``answers``          answers that change nothing
"""

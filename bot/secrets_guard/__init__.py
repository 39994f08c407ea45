"""The secrets guard: takes out of a message what must never be stored or forwarded, and says what it took.

``masking``         find, cut out, say what was cut
``reading``         the message with the questions asked of it
``folding``         disguises off, positions kept
``codes``           six digits in any grouping
``spelled_codes``   six digits said in words
``number_words``    numbers in words
``numbers``         groups of digits
``harmless``        six digits that are not a code
``keys``            set-up keys and otpauth links
``pasted_tokens``   recovery tokens
``passwords``       a password after a cue
``password_words``  the cues
``records``         social security and record numbers
``randomness``      random letters or words
"""

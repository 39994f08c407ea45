"""The conversation as a pure function: state, event and facts in; state, messages and effects out.

``steps``  an event chooses a flow; ``steps.step`` is the entry
``flows``  the set-up guide, requests, lost phone, hand-over
``words``  what the bot says, in both languages
``types``  states, events, facts, messages, effects

No clock, no database, no randomness, no I/O.
"""

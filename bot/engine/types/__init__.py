"""The values of the engine.

``states``    where a conversation stands
``memory``    what the talk remembers
``events``    what can happen
``facts``     what a turn knows
``messages``  what the bot says; none can hold a secret
``effects``   what the engine may ask core to do
``result``    what one step comes to
"""

"""Help conversations and the team that answers them.

``conversations``  numbered messages, the state of the bot, who has the floor
``feedback``       whether an answer helped
``hand_overs``     each time a conversation waited for a person
``inbox``          what staff do: take, reply, note, give back, close
``inbox_views``    what staff see
``saved_replies``  texts that staff insert
``office_hours``   when staff answer
"""

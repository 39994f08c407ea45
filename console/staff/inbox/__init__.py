"""Conversations that wait for a person.

``routes``             its routes
``waiting``            the list
``conversation``       one conversation
``acts``               take, reply, note, give back, close
``saved_reply_pages``  saved replies
``office_hours_page``  office hours
``feedback``           answer ratings
``inbox_words``        the words of the list
"""

"""People and their second factor.

``routes``          every route
``people``          the list: search and filters
``member``          one member, and what one of the team may do alone
``timeline_words``  what happened, in the words of the team
"""

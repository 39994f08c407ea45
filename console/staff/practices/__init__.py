"""Practices and their rule.

``routes``  every route
``listed``  the list: search, page by page
``one``     one practice, and the changes of its rule by two people
"""

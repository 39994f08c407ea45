"""How far practices have come with 2FA, in figures.

``routes``     every route
``overview``   all practices: totals and the list
``practice``   one practice
``exporting``  the list as CSV
"""

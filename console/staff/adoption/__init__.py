"""How far practices have come with 2FA, in figures.

``routes``     every route
``overview``   all practices: totals and the list
``practice``   one practice
``figures``    counts as charts and words
``exporting``  the list as CSV
"""

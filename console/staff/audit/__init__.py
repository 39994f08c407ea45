"""The audit trail.

``routes``       every route of these pages
``listing``      the list with its filters
``words``        actions and places in the team's words
``exporting``    the trail as a file
``export_text``  CSV and JSON lines
``chain_page``   what is sealed and what the last check found
``report``       the week that a supervisor should look at
``evidence``     one activation request from the first message to the effect
"""

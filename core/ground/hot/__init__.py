"""What every person runs every day, past the ORM.

``statements``    a query or a change, written once at import
``compiled_sql``  its SQL for one kind of driver
"""

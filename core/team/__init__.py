"""ThoroughCare's own people.

``staff``         invite, disable, enable
``role_changes``  a role changes by two supervisors
``recovery``      break-glass for the last supervisor
"""

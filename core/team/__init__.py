"""ThoroughCare's own people.

``staff``  invite, change the role, disable
"""

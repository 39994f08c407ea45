"""ThoroughCare's own people.

``routes``  every route of these pages
``people``  the list
``acts``    invite, disable, roles by two people
"""

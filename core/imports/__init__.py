"""Bringing in people and practices.

``people_csv``  a CSV file, checked whole before anything is applied
``demo_data``   the fixed people of the demo
"""

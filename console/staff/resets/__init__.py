"""Resets of a lost second factor, by two people.

``routes``     every route
``resets``     the queue, and one reset with its evidence
``decisions``  propose, approve, decline, freeze, close the alarm
"""

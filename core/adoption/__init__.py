"""How far practices have come with 2FA: for the team over all practices, for a site admin over their own.

``funnel``         people counted by the furthest step they reached
``practice_list``  practices with their counts: search and pages
``weeks``          first set-ups week by week
``waits``          from the request to the decision, from the approval to the set-up
``totals``         all of these figures in one reading
``team``           the people of one practice, as their site admin may see them
``exports``        who took the counts out
"""

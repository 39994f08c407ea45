"""The same work done by us and by what people would pick instead, over real HTTP, on SQLite.

``sites``        the least Django site around each peer; runs in the peers' own environment
``environment``  that environment, made once
``browser``      cookies and the form in front of somebody
``ours``         our own product, served; ``serve_ours`` runs in its process
``django_sites`` the two peers, served
``served``       a product that answers, and the processor time it has used
``products``     the steps of a sign-in and of a set-up on each one's own pages
"""

"""The JSON API, /api/v1: plans, rounds and figures out, figures in; the same rules and permissions as the pages.

scopes.py       what a token has to be for, by the name of a URL
access.py       who asks: the account of the token, how often, and what is told to caches
schemas.py      what goes out and comes in
reading.py      what a holder of roles may read, as those schemas
routes.py       the operations and their description (what they share with the public ones: operations/)
"""

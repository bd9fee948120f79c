"""What the JSON APIs of the site have in common: that of programs with a token (api/), and that of what is public.

parameters.py   the forms of what is asked for: days, keys, pages
problems.py     what is refused, as application/problem+json in the language asked for
wording.py      what is wrong with a parameter, in words
routing.py      operations as flat named URLs that refuse what they do not know, and their description
"""

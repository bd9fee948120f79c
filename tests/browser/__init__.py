"""The site as a person meets it: in Chromium, over a site that runs.

`page` is a tab that no one has signed in to; `signed_in(user)` gives one of an account; `looked_at(page, name)` keeps
pictures of a page and tries it for readers who cannot see it.
"""

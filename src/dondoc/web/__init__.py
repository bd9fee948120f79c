"""The site: Django, thin, over the core. Nothing outside this package imports Django."""

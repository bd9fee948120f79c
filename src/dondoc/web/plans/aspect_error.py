"""Why an aspect of a commitment is not settled; apart, so that the modules of single aspects can say so."""


class AspectError(Exception):
    """What an aspect cannot be, in words for the person who settles it."""

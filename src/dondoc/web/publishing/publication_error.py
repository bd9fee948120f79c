"""What a publisher cannot do."""


class PublicationError(Exception):
    """What was asked cannot be done; the text says why and what to do."""

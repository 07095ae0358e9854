"""What the service says when it refuses."""


class Refused(Exception):
    """The service will not do this, and says why.

    `key` names a text in the catalogue; `params` fill it. The edge rolls back to the
    savepoint, says the text to the person and commits.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class Moved(Refused):
    """Somebody else changed the ticket first; the text says what the ticket is now."""


class ConfigError(Exception):
    """The configuration cannot be used; the message names the key and the remedy."""

"""What becomes of a file: cleaned, kept as it is, or not kept."""

from dataclasses import dataclass

Place = tuple[float, float]


class Unfit(Exception):
    """This file is not kept; its word says why: `unreadable` or `packed`."""


class Closed(Exception):
    """What is hidden in this file cannot be taken out; it can only be kept as it is."""


@dataclass(frozen=True)
class Cleaned:
    """A file as it is kept. `cleaned` is whether everything hidden in it is gone.

    `suffix` is ours, by what the file is; `place` is the latitude and longitude in degrees that
    stood in it before.
    """

    content: bytes
    suffix: str
    cleaned: bool
    place: Place | None = None

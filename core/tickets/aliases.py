"""What the office calls somebody whose name it does not see, such as Melati-27."""

import secrets
from collections.abc import Callable

FLOWERS = (
    "Anggrek", "Anyelir", "Bougenvil", "Cempaka", "Dahlia", "Flamboyan", "Gardenia", "Kamboja",
    "Kecombrang", "Kemuning", "Kenanga", "Lavender", "Lili", "Mawar", "Melati", "Nusaindah",
    "Sakura", "Seroja", "Soka", "Tanjung", "Teratai", "Tulip", "Wijayakusuma", "Zinia",
)  # fmt: skip
NUMBERS = 90


def new_alias(chance: Callable[[int], int] = secrets.randbelow) -> str:
    """Made by chance for one ticket: the same person is somebody else in the next."""
    return f"{FLOWERS[chance(len(FLOWERS))]}-{10 + chance(NUMBERS)}"

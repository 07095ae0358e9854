"""Row ids made before the row is written, so that one transaction can write many rows at once."""

import secrets
from datetime import datetime
from threading import Lock

# 43 bits of milliseconds (they last until 2248) and 20 of chance: ids grow with time, and two
# processes all but never make the same one. Should they, one transaction fails on the key and is
# done over.
LARGEST = 2**63 - 1
CHANCE_BITS = 20

_last = 0
# Long work makes its rows in a thread of its own.
_making = Lock()


def new_id(now: datetime) -> int:
    """A positive id below 2**63, larger than every id this process made before.

    A clock that is put back never makes an id twice: the count then goes on from the last one.
    """
    global _last
    milliseconds = int(now.timestamp() * 1000)
    wanted = milliseconds << CHANCE_BITS | secrets.randbits(CHANCE_BITS)
    with _making:
        _last = made = max(_last + 1, wanted)
    return made

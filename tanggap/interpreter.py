"""How Python itself runs in the service."""

import gc
import sys

# A thread at work (building the search index, cleaning a photo) is asked this often to let the
# event loop on: every time the loop wakes it may wait that long.
TURN = 0.002  # seconds


def settle() -> None:
    """What was loaded stays for the life of the process: the collector need not look at it again.

    A turn makes thousands of short-lived objects, and few that only the collector can free.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    sys.setswitchinterval(TURN)

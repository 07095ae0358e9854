"""The process that learns: reports in, what was learned out, and the service goes on meanwhile."""

import os
import pickle
import sys

from core.routing.trial import attempt

# Citizens come first.
NICE = 10


def main() -> None:
    os.nice(NICE)
    # Both ends are ours: what comes in was written by `core.routing.learning`.
    told = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(pickle.dumps(attempt(*told)))


if __name__ == "__main__":
    main()

"""Becomes the program that writes down a voice, with limits it cannot lift.

Run as `python -I limited.py SECONDS PROGRAM ARGUMENT…`; it imports nothing of ours.
"""

import os
import resource
import sys

LARGEST_FILE = 200_000_000
NICE = 10


def main() -> None:
    seconds = int(sys.argv[1]) * (os.cpu_count() or 1)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # Whoever writes to the bot meanwhile must not wait for it.
    os.nice(NICE)
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - what the office configured


if __name__ == "__main__":
    main()

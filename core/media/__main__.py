"""The worker process: one file in, what is left of it out, and never more than its limits."""

import json
import resource
import sys
from typing import Any, BinaryIO

from core.media.cleaning import clean
from core.media.outcomes import Unfit

MEMORY_BYTES = 1_000_000_000
PROCESSOR_SECONDS = 20
READY = b"ready\n"


def main() -> None:
    """Answer in one line of JSON, followed by the file."""
    limit()
    out = sys.stdout.buffer
    # Whatever ends the process from here on is the file's doing.
    out.write(READY)
    out.flush()
    _answer(out, *_work(sys.stdin.buffer.read()))


def limit() -> None:
    """No more memory and processor than one honest file needs, and nothing is written."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _work(content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        done = clean(content)
    except (Unfit, MemoryError) as reason:
        return {"problem": str(reason) or "unreadable"}, b""
    return {"suffix": done.suffix, "cleaned": done.cleaned, "place": done.place}, done.content


def _answer(out: BinaryIO, facts: dict[str, Any], content: bytes) -> None:
    out.write(json.dumps(facts).encode() + b"\n" + content)
    out.flush()


if __name__ == "__main__":
    main()

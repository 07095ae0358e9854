"""What counts as a voice, what may be written of it, and who is said to have heard it. Pure."""

from collections.abc import Sequence
from pathlib import Path

from core.errors import Refused
from core.tickets.models import Attachment
from core.transcripts.models import Transcript

MACHINE = "machine"
# What is said in a message; a recording kept as a file is known by what it is.
KINDS = ("voice", "audio")
SOUNDS = (".ogg", ".m4a", ".mp3", ".amr", ".wav")
LONGEST = 8_000
# The steps of a timeline that say what somebody told by voice.
STEPS = frozenset({"transcribed", "transcribed_by_machine", "not_understood"})


def is_spoken(file: Attachment) -> bool:
    """Whether it is a citizen's voice that can be played."""
    sound = file.kind in KINDS or Path(file.stored or "").suffix in SOUNDS
    return sound and file.by_reporter and file.stored is not None


def words(text: str) -> str:
    """What was heard; refused when there is nothing, or more than anybody says in one message."""
    said = text.strip()
    if not said:
        raise Refused("transcripts.refused.empty")
    if len(said) > LONGEST:
        raise Refused("transcripts.refused.too_long", most=LONGEST)
    return said


def spoken(rows: Sequence[Transcript]) -> str | None:
    """What all voices of a case say, in the order given; None as long as nobody knows."""
    return "\n".join(row.text for row in rows if row.state == "written") or None


def heard(rows: Sequence[Transcript]) -> str | None:
    """Who wrote down what `spoken` says: staff, machine or both; else waiting, unclear or None."""
    writers = {row.writer == MACHINE for row in rows if row.state == "written"}
    if writers:
        return "both" if len(writers) > 1 else MACHINE if True in writers else "staff"
    states = {row.state for row in rows}
    return next((state for state in ("waiting", "unclear") if state in states), None)

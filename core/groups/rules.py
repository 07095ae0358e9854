"""Who may bring the bot into a group, and what may be read there. Pure."""

from core.errors import Refused
from core.people.models import Staff

# What is under supervision (berkadar pengawasan) is not for a group, confidential or not.
UNSHOWN_CLASSES = ("pengawasan",)
LONGEST_TITLE = 128


def leads(staff: Staff) -> bool:
    """Whether a group of theirs can show how a unit stands."""
    return staff.left_at is None and staff.role in ("head", "coordinator")


def check_leads(staff: Staff) -> None:
    if not leads(staff):
        raise Refused("groups.refused.not_yours")


def title(told: str) -> str:
    """The group's name as it is kept, on one line."""
    return " ".join(told.split())[:LONGEST_TITLE]

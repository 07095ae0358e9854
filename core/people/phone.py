"""What the phone lists behind its menu button, by what somebody is.

Everybody has the citizens' list; staff get theirs in their own chat, for as long as they are staff.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n, outbox
from core.features.queries import current
from core.features.rules import Features
from core.outbox import Letter
from core.people.models import Person

CITIZEN = (
    "lapor",
    "tanya",
    "laporan",
    "petugas",
    "saran",
    "batal",
    "bahasa",
    "privasi",
    "datasaya",
    "bantuan",
)
NEWS = "kabar"
STAFF = ("tugas", "piket", "belajar", "loket", "gabung", "forum", "perbaikan", *CITIZEN)


def listed(names: tuple[str, ...], language: str, features: Features) -> list[dict[str, str]]:
    """The commands that are on as the Bot API takes them, each with the text that describes it."""
    return [
        {"command": name, "description": i18n.plain(f"command.{name}", language)}
        for name in names
        if features.allows("commands", name)
    ]


def list_for_staff(session: AsyncSession, person: Person, *, now: datetime) -> None:
    commands = listed(STAFF, person.language, current(session))
    letter = Letter("set_my_commands", {"commands": commands})
    outbox.post(session, person.lane, letter, now=now, kind="notice")


def list_for_citizen(session: AsyncSession, person: Person, *, now: datetime) -> None:
    """Without a list of its own, a chat shows the one for everybody."""
    outbox.post(session, person.lane, Letter("delete_my_commands"), now=now, kind="notice")

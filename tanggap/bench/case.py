"""One made-up case with its timeline, as the service would have written it.

States, times, endings and the hash chain of every timeline agree with each other.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.ids import CHANCE_BITS
from core.tickets import chain
from core.tickets.models import SOLVED

# Degrees of a small town, so that reports lie as close together as they do there.
ACROSS = 0.1
# What of the last two months is not closed yet, in percent; older cases all are.
BACKLOG = timedelta(days=60)
STATE_PERCENT = {"new": 6, "accepted": 25, "waiting": 7, "resolved": 12, "closed": 50}
KIND_PERCENT = {"complaint": 85, "information_request": 10, "aspiration": 5}
OUTCOME_PERCENT = {"fixed": 60, "answered": 25, "planned": 7, "referred": 5, "declined": 3}
CONFIDENTIAL, GUARDED, RATED, OBJECTED_AGAIN, PLACED = 0.01, 0.002, 0.3, 0.003, 0.8
BETWEEN_STEPS = timedelta(hours=20)
TO_SOLVE = timedelta(days=14)
STEPS = {
    "new": ("filed",),
    "accepted": ("filed", "accepted", "replied", "noted", "replied"),
    "waiting": ("filed", "accepted", "replied", "noted", "asked"),
    "resolved": ("filed", "accepted", "replied", "noted", "resolved"),
    "closed": ("filed", "accepted", "replied", "resolved", "confirmed"),
}
SAID = (
    "Lampu jalan di depan balai warga mati, gelap sekali kalau malam",
    "Jalan berlubang dekat pasar membuat motor jatuh saat hujan",
    "Sampah di pinggir sungai menumpuk dan berbau sampai ke rumah",
    "Antrean loket lama, petugas hanya satu orang",
    "Saluran air di gang mampet, halaman tergenang setiap hujan",
    "Bantuan sosial belum turun, padahal tetangga sudah menerima",
    "Tetangga memutar musik keras sampai larut malam",
    "Air bersih mati dua hari, kami harus membeli air galon",
)
PLACES = (
    "Jalan Melati",
    "Gang Kenanga",
    "Pasar Lama",
    "Balai Warga",
    "Dusun Wanasari",
    "Jalan Anggrek",
)


@dataclass
class Step:
    """A step of a timeline, without its place in the database."""

    kind: str
    at: datetime
    seq: int
    staff_id: int | None
    by_reporter: bool
    public: bool
    digest: str


@dataclass(frozen=True)
class Office:
    """Whom cases can belong to: ids, and pairs of a category and a unit that has staff."""

    people: list[int]
    categories: list[tuple[int, int]]
    staff: dict[int, list[int]]
    areas: list[int]


def case(
    office: Office, dice: random.Random, code: str, opened: datetime, now: datetime
) -> dict[str, Any]:
    """The row of a case that came in then and stands as it may by now."""
    state = _one_of(STATE_PERCENT, dice) if now - opened < BACKLOG else "closed"
    at = dict(zip(STEPS[state], _times(state, opened, now), strict=False))
    taken, done = "accepted" in at, "resolved" in at
    outcome = _one_of(OUTCOME_PERCENT, dice) if done else None
    category, unit = dice.choice(office.categories)
    return {
        "id": _id(opened, dice),
        "code": code,
        "source": f"{dice.getrandbits(64):016x}",
        "kind": _one_of(KIND_PERCENT, dice),
        "state": state,
        "category_id": category,
        "unit_id": unit,
        "assignee_id": dice.choice(office.staff[unit]) if taken else None,
        "reporter_id": dice.choice(office.people),
        "confidential": dice.random() < CONFIDENTIAL,
        "guarded": dice.random() < GUARDED,
        "text": f"{dice.choice(SAID)}. {dice.choice(PLACES)} nomor {dice.randrange(300)}.",
        "place": f"{dice.choice(PLACES)} RT {dice.randrange(1, 12)}",
        "latitude": -7.0 + ACROSS * dice.random(),
        "longitude": 107.0 + ACROSS * dice.random(),
        "area_id": dice.choice(office.areas) if dice.random() < PLACED else None,
        "opened_at": opened,
        "accept_due_at": opened + timedelta(days=1),
        "due_at": opened + TO_SOLVE,
        "paused_at": at.get("asked"),
        "accepted_at": at.get("accepted"),
        "first_response_at": at.get("replied"),
        "resolved_at": at.get("resolved"),
        "closed_at": at.get("confirmed"),
        "accept_seconds": 7_200 if taken else None,
        "response_seconds": dice.randrange(600, 90_000) if taken else None,
        "resolve_seconds": dice.randrange(3_600, 400_000) if outcome in SOLVED else None,
        "outcome": outcome,
        "reopened": 2 if done and dice.random() < OBJECTED_AGAIN else 0,
        "rating": dice.randrange(1, 5) if "confirmed" in at and dice.random() < RATED else None,
    }


def timeline(
    ticket: dict[str, Any], dice: random.Random, now: datetime
) -> Iterator[dict[str, Any]]:
    """The rows of its events; writes their number and the head of the chain into the case."""
    head, kinds = "", STEPS[ticket["state"]]
    times = _times(ticket["state"], ticket["opened_at"], now)
    for seq, (kind, at) in enumerate(zip(kinds, times, strict=True), start=1):
        step, more = _step(ticket, kind, at, seq, dice)
        head = chain.link(head, ticket["code"], step)
        yield {**vars(step), **more, "ticket_id": ticket["id"], "hash": head, "source": None}
    ticket["last_seq"], ticket["head"] = len(kinds), head


def _step(
    ticket: dict[str, Any], kind: str, at: datetime, seq: int, dice: random.Random
) -> tuple[Step, dict[str, Any]]:
    """What the chain covers, and what it does not."""
    mine = kind in ("filed", "confirmed")
    payload = {"text": ticket["text"] if kind == "filed" else "", "unit": "Unit"}
    salt = f"{dice.getrandbits(128):032x}"
    staff, public = None if mine else ticket["assignee_id"], kind not in chain.INTERNAL
    step = Step(kind, at, seq, staff, mine, public, chain.digest(salt, payload))
    return step, {"id": _id(at, dice), "payload": payload, "salt": salt}


def _times(state: str, opened: datetime, now: datetime) -> list[datetime]:
    """When each step happened: some hours apart, and never later than now."""
    kinds = STEPS[state]
    apart = min(BETWEEN_STEPS, (now - opened) / len(kinds))
    return [opened + number * apart for number in range(len(kinds))]


def _id(at: datetime, dice: random.Random) -> int:
    """As `core.ids.new_id` would have made it then."""
    return int(at.timestamp() * 1000) << CHANCE_BITS | dice.getrandbits(CHANCE_BITS)


def _one_of(percent: Mapping[str, int], dice: random.Random) -> str:
    return dice.choices(list(percent), list(percent.values()))[0]

"""A province's worth of made-up cases, written as the service would have written them.

What it makes is consistent: numbers, states, times and the hash chain of every timeline.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import Database
from core.ids import new_id
from core.people.models import Person, Staff, Unit
from core.secrets import Keyring
from core.tickets import chain, rules
from core.tickets.models import OPEN, Category, Event, Ticket

BATCH = 2_000
REPORTS_EACH = 5
YEARS = 3
# Degrees of a small town, so that reports lie as close together as they do there.
ACROSS = 0.1
# What stands open at any time, as parts of a thousand, and in which state.
OPEN_PERMILLE = {"new": 4, "accepted": 14, "waiting": 4, "resolved": 8}
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
    """Whom cases can belong to."""

    people: list[int]
    categories: list[tuple[int, int]]
    staff: dict[int, list[int]]


async def people(db: Database, keys: Keyring, count: int, *, now: datetime) -> None:
    """So many citizens, each with a chat that nobody has."""
    profile = keys.seal_json({"first_name": "Warga", "last_name": "", "username": ""})
    for start in range(0, count, BATCH):
        rows = [
            {
                "lane": keys.index("chat", -10_000_000 - number),
                "profile": profile,
                "created_at": now,
                "last_seen_at": now,
            }
            for number in range(start, min(count, start + BATCH))
        ]
        async with db.begin() as session:
            await session.execute(insert(Person), rows)


async def office(session: AsyncSession) -> Office:
    """Everybody there is; every unit with a category has staff."""
    staff: dict[int, list[int]] = {}
    for one in await session.scalars(select(Staff)):
        staff.setdefault(one.unit_id, []).append(one.id)
    pairs = (await session.execute(select(Category.id, Category.unit_id))).all()
    units = list(await session.scalars(select(Unit.id)))
    busy = [(pair.id, unit) for pair in pairs for unit in (pair.unit_id, *units) if unit in staff]
    return Office(list(await session.scalars(select(Person.id))), busy, staff)


async def tickets(db: Database, office: Office, count: int, *, now: datetime, seed: int = 1) -> int:
    """Write so many cases with their timelines; how many steps there are in all."""
    dice, steps, codes = random.Random(seed), 0, _codes()
    for start in range(0, count, BATCH):
        made = [_ticket(office, dice, now, codes) for _ in range(min(BATCH, count - start))]
        events = [event for ticket in made for event in _events(ticket, dice)]
        steps += len(events)
        async with db.begin() as session:
            connection = await session.connection()
            await connection.execute(insert(Ticket), [dict(ticket) for ticket in made])
            await connection.execute(insert(Event), events)
    return steps


def _codes() -> Iterator[str]:
    """Numbers without end, none of them twice: of a million, two are alike by chance.

    When it happens to the service, the update is worked again, and draws another number.
    """
    known: set[str] = set()
    while True:
        code = rules.new_code()
        if code not in known:
            known.add(code)
            yield code


def _ticket(
    office: Office, dice: random.Random, now: datetime, codes: Iterator[str]
) -> dict[str, Any]:
    category, unit = dice.choice(office.categories)
    state = _state(dice)
    still = state in (*OPEN, "resolved")
    opened = now - timedelta(minutes=dice.randrange(YEARS * 525_600 if not still else 20_000))
    taken, done = state != "new", state in ("resolved", "closed")
    worked = dice.randrange(3_600, 400_000)
    return {
        "id": new_id(now),
        "code": next(codes),
        "source": secrets.token_hex(8),
        "kind": "complaint",
        "state": state,
        "category_id": category,
        "unit_id": unit,
        "assignee_id": dice.choice(office.staff[unit]) if taken else None,
        "reporter_id": dice.choice(office.people),
        "text": f"{dice.choice(SAID)}. {dice.choice(PLACES)} nomor {dice.randrange(300)}.",
        "place": f"{dice.choice(PLACES)} RT {dice.randrange(1, 12)}",
        "latitude": -7.0 + ACROSS * dice.random(),
        "longitude": 107.0 + ACROSS * dice.random(),
        "opened_at": opened,
        "accept_due_at": opened + timedelta(days=1),
        "due_at": opened + timedelta(days=14),
        "accepted_at": opened + timedelta(hours=2) if taken else None,
        "accept_seconds": 7_200 if taken else None,
        "response_seconds": 14_400 if taken else None,
        "resolved_at": opened + timedelta(days=3) if done else None,
        "resolve_seconds": worked if done else None,
        "closed_at": opened + timedelta(days=4) if state == "closed" else None,
        "rating": dice.randrange(1, 5) if state == "closed" and dice.random() < 0.3 else None,
    }


def _state(dice: random.Random) -> str:
    at = dice.randrange(1_000)
    for state, part in OPEN_PERMILLE.items():
        if at < part:
            return state
        at -= part
    return "closed"


def _events(ticket: dict[str, Any], dice: random.Random) -> Iterator[dict[str, Any]]:
    """The timeline; writes its number of steps and its head into the ticket."""
    head = ""
    for seq, kind in enumerate(STEPS[ticket["state"]], start=1):
        mine = kind in ("filed", "confirmed")
        payload = {"text": ticket["text"] if kind == "filed" else "", "unit": "Unit"}
        salt = f"{dice.getrandbits(128):032x}"
        step = Step(
            kind,
            ticket["opened_at"] + timedelta(hours=seq),
            seq,
            None if mine else ticket["assignee_id"],
            mine,
            kind not in chain.INTERNAL,
            chain.digest(salt, payload),
        )
        head = chain.link(head, ticket["code"], step)
        yield {
            **vars(step),
            "id": new_id(ticket["opened_at"]),
            "ticket_id": ticket["id"],
            "payload": payload,
            "salt": salt,
            "hash": head,
            "source": None,
        }
    ticket["last_seq"], ticket["head"] = seq, head

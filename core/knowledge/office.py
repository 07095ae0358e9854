"""Facts about the office that answers quote."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from babel import Locale
from babel.dates import get_day_names
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar
from core.emergencies import queries as emergencies
from core.errors import Refused
from core.knowledge.models import Setting
from core.people.queries import root_unit

# What the office says of itself; answers may quote NUMBERS besides, which have a room of their own.
FACTS = ("nama_kantor", "alamat_kantor", "telepon_kantor", "jam_layanan", "luar_wilayah")
NUMBERS = "nomor_darurat"
# Whom to turn to with what lies outside the office's areas.
OUTSIDE = "luar_wilayah"


async def set_fact(session: AsyncSession, name: str, value: str, *, now: datetime) -> None:
    """Say what a fact is; an empty value takes it back."""
    if name not in FACTS:
        raise Refused("knowledge.refused.fact", name=name)
    await session.merge(Setting(name=name, value=value.strip(), changed_at=now))
    await session.flush()


async def confirmed(session: AsyncSession, name: str) -> str:
    """What the office itself said; empty when it has not."""
    statement = select(Setting.value).where(Setting.name == name)
    return (await session.scalars(statement)).one_or_none() or ""


async def facts(session: AsyncSession, language: str) -> dict[str, str]:
    """Every fact an answer may quote; one nobody entered says whom to ask instead."""
    rows = await session.execute(select(Setting.name, Setting.value).where(Setting.value != ""))
    known = {row.name: row.value for row in rows if row.name in FACTS}
    known.setdefault("nama_kantor", session.info["service"].office)
    if "jam_layanan" not in known and (hours := await _hours(session, language)):
        known["jam_layanan"] = hours
    if numbers := await _numbers(session, language):
        known[NUMBERS] = numbers
    missing = (name for name in (*FACTS, NUMBERS) if name not in known)
    return known | {name: i18n.plain(f"knowledge.missing.{name}", language) for name in missing}


async def _numbers(session: AsyncSession, language: str) -> str:
    """The tested emergency numbers, one a line."""
    lines = (
        i18n.plain("emergency.answer_line", language, number=one.number, name=one.name_in(language))
        for one in await emergencies.confirmed(session)
    )
    return "\n".join(lines)


async def _hours(session: AsyncSession, language: str) -> str:
    """The office hours as the calendar of the root unit has them."""
    root = await root_unit(session)
    if root is None:
        return ""
    calendar = await calendar_rules(session, root.calendar_id)
    return "\n".join(_lines(calendar, language))


def _lines(calendar: WorkingCalendar, language: str) -> Iterator[str]:
    """Days with the same hours on one line: "Senin-Kamis 08.00-12.00, 13.00-16.00"."""
    names = get_day_names("wide", locale=Locale.parse(language if language == "en" else "id"))
    clock = "%H:%M" if language == "en" else "%H.%M"
    for blocks, group in groupby(range(7), key=lambda day: calendar.hours.get(day, ())):
        days = [names[day] for day in group]
        if blocks:
            span = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
            hours = (f"{a.strftime(clock)}–{b.strftime(clock)}" for a, b in blocks)
            yield f"{span} {', '.join(hours)}"

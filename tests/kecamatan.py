"""The office of the tests: three units, five people, seven categories, one week of hours."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.services import add_calendar
from core.db import Database
from core.deadlines.services import RuleRow, add_rules
from core.people import services as people
from core.people.models import Unit
from core.people.units import add_unit
from core.tickets.categories import add_category
from simulator.telegram import Telegram
from tests.core.offices import WEEK

# A Monday, 09:00 in Jakarta, in a week without holidays.
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

UNITS = {
    "kecamatan": "Kecamatan Tirta Asri",
    "trantib": "Seksi Trantib",
    "pelayanan": "Seksi Pelayanan",
}

# Name: unit, role.
STAFF = {
    "Kartika": ("kecamatan", "coordinator"),
    "Hadi": ("trantib", "head"),
    "Budi": ("trantib", "officer"),
    "Dewi": ("trantib", "officer"),
    "Putri": ("pelayanan", "officer"),
}

# Code: Indonesian name, English name, unit, keywords.
CATEGORIES = {
    "lampu": ("Lampu jalan", "Street lights", "trantib", "lampu pju padam gelap light"),
    "jalan": ("Jalan rusak", "Damaged roads", "trantib", "jalan lubang berlubang aspal road"),
    "sampah": ("Sampah", "Rubbish", "trantib", "sampah menumpuk bau rubbish"),
    "banjir": ("Saluran dan banjir", "Drains and floods", "trantib", "got selokan banjir"),
    "bising": ("Ketertiban", "Public order", "trantib", "berisik bising knalpot"),
    "ktp": ("KTP dan KK", "Identity papers", "pelayanan", "ktp kk akta blangko"),
    "loket": ("Loket dan antrean", "Counter and queues", "pelayanan", "loket antre antrean"),
}
PHOTO_REQUIRED = "jalan"


async def found(database: Database, telegram: Telegram) -> None:
    """Write the office and bind its people to their accounts in this Telegram."""
    async with database.begin() as session:
        units = await _units(session)
        await add_rules(session, [_rule("accept", 1), _rule("resolve", 5)])
        for code, (name, name_en, unit, words) in CATEGORIES.items():
            await add_category(
                session,
                code=code,
                name=name,
                name_en=name_en,
                unit=units[unit],
                words=words.split(),
                photo_required=code == PHOTO_REQUIRED,
                by="cli",
                now=NOW,
            )
        for name, (unit, role) in STAFF.items():
            await _employ(session, telegram, name, units[unit], role)


async def _units(session: AsyncSession) -> dict[str, Unit]:
    calendar = await add_calendar(session, name="Kantor", timezone="Asia/Jakarta", hours=WEEK)
    facts: dict[str, Any] = {"calendar_id": calendar.id, "by": "cli", "now": NOW}
    units: dict[str, Unit] = {}
    for code, name in UNITS.items():
        parent = units.get("kecamatan")
        units[code] = await add_unit(session, code=code, name=name, parent=parent, **facts)
    return units


async def _employ(
    session: AsyncSession, telegram: Telegram, name: str, unit: Unit, role: str
) -> None:
    account = telegram.person(name, language_code="id")
    account.chat.started = True
    staff = await people.add_staff(session, unit, name, role, by="cli", now=NOW)
    token = await people.invite(session, staff, by="cli", now=NOW)
    known = await people.meet(session, account.id, account.account.user, "id", now=NOW)
    await people.bind(session, known, token, now=NOW)


def _rule(stage: str, days: int) -> RuleRow:
    return RuleRow(
        stage=stage,
        amount=days,
        measure="working_days",
        source_title="Standar kantor",
        effective_from=date(2026, 1, 1),
        mark="office",
    )

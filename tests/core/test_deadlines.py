"""Which deadline holds for a case, and when it ends."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.rules import WorkingCalendar
from core.calendar.services import add_calendar
from core.db import Database
from core.deadlines.models import STAGES, DeadlineRule
from core.deadlines.queries import rule_for, rules_for
from core.deadlines.rules import due, is_law, most_specific
from core.deadlines.services import RuleRow, add_rules
from core.people.models import Unit
from tests.core.counting import Statements

HOURS = dict.fromkeys(range(5), ((time(8), time(12)), (time(13), time(16))))
OFFICE = WorkingCalendar(ZoneInfo("Asia/Jakarta"), HOURS)
FRIDAY_NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SECTION, KECAMATAN, OTHER = 3, 1, 2
ids = count(1)


def rule(**fields: Any) -> DeadlineRule:
    return DeadlineRule(**{**plain(), "id": next(ids), **fields})


def plain(**fields: Any) -> RuleRow:
    row = {
        "stage": "resolve",
        "amount": 5,
        "measure": "working_days",
        "source_title": "Standar pelayanan kecamatan",
        "effective_from": date(2026, 1, 1),
        "mark": "office",
    }
    return RuleRow(**{**row, **fields})  # type: ignore[typeddict-item]


def chosen(*rules: DeadlineRule, on: date = TODAY, stage: str = "resolve") -> DeadlineRule | None:
    return most_specific(
        rules,
        unit_chain=[SECTION, KECAMATAN],
        kind="complaint",
        report_class="pengawasan",
        stage=stage,
        on=on,
    )


def test_the_nearest_unit_wins_then_class_then_kind() -> None:
    anyone = rule()
    kind = rule(kind="complaint")
    report_class = rule(report_class="pengawasan")
    both = rule(kind="complaint", report_class="pengawasan")
    parent = rule(unit_id=KECAMATAN)
    own = rule(unit_id=SECTION)
    closest_last = [anyone, kind, report_class, both, parent, own]
    while closest_last:
        assert chosen(*closest_last) is closest_last.pop()


def test_what_is_said_of_others_does_not_hold() -> None:
    others: list[dict[str, Any]] = [
        {"unit_id": OTHER},
        {"kind": "aspiration"},
        {"report_class": "biasa"},
        {"stage": "accept"},
    ]
    assert chosen(*(rule(**fields) for fields in others)) is None


def test_the_newest_rule_in_force_holds() -> None:
    old = rule(effective_to=date(2026, 6, 30))
    new = rule(effective_from=date(2026, 7, 1))
    future = rule(effective_from=date(2027, 1, 1))
    entered_again = rule(effective_from=date(2026, 7, 1))
    rules = (old, future, new)
    assert chosen(*rules, on=date(2025, 12, 31)) is None
    assert chosen(*rules, on=date(2026, 6, 30)) is old
    assert chosen(*rules, on=date(2026, 7, 1)) is new
    assert chosen(*rules, on=date(2027, 1, 1)) is future
    assert chosen(*rules, entered_again) is entered_again


@pytest.mark.parametrize(
    ("measure", "amount", "end"),
    [
        ("working_days", 2, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("calendar_days", 10, datetime(2026, 11, 30, 9, tzinfo=UTC)),
        ("working_hours", 4, datetime(2026, 11, 23, 2, tzinfo=UTC)),
    ],
)
def test_a_rule_is_due_by_its_own_measure(measure: str, amount: int, end: datetime) -> None:
    assert due(rule(measure=measure, amount=amount), OFFICE, FRIDAY_NOON) == end


@pytest.mark.parametrize(
    ("mark", "checked_by", "named"),
    [
        ("verified", "Sekcam", True),
        ("verified", None, False),
        ("verified", "", False),
        ("secondary", "Sekcam", False),
        ("office", "Sekcam", False),
        ("unverified", None, False),
    ],
)
def test_only_a_checked_rule_is_called_law(mark: str, checked_by: str | None, named: bool) -> None:
    assert is_law(rule(mark=mark, checked_by=checked_by)) is named


async def units(session: AsyncSession) -> tuple[Unit, Unit, Unit]:
    """A kecamatan, its section, and a unit beside it."""
    calendar = await add_calendar(session, name="Kantor", timezone="Asia/Jakarta", hours=HOURS)
    made = [
        Unit(calendar_id=calendar.id, code=code, name=code) for code in ("kec", "seksi", "uptd")
    ]
    session.add_all(made)
    await session.flush()
    kecamatan, section, beside = made
    section.parent_id = kecamatan.id
    await session.flush()
    return kecamatan, section, beside


async def test_a_unit_inherits_what_its_parents_promise(database: Database) -> None:
    async with database.begin() as session:
        kecamatan, section, beside = await units(session)
        anyone, promised, _ = await add_rules(
            session,
            [
                plain(),
                plain(unit_id=kecamatan.id),
                plain(unit_id=beside.id, stage="accept"),
            ],
        )
    for unit_id, expected in ((section.id, promised), (beside.id, anyone), (None, anyone)):
        async with database.read() as session:
            found = await rule_for(
                session,
                unit_id=unit_id,
                kind="complaint",
                report_class="biasa",
                stage="resolve",
                on=TODAY,
            )
        assert found is not None
        assert found.id == expected.id


async def test_all_stages_of_a_case_take_one_statement(database: Database) -> None:
    async with database.begin() as session:
        kecamatan, section, _ = await units(session)
        await add_rules(
            session,
            [
                plain(stage="accept", measure="working_hours"),
                plain(amount=14),
                plain(unit_id=kecamatan.id, amount=10, kind="complaint"),
                plain(unit_id=section.id, amount=60, report_class="pengawasan"),
                plain(unit_id=section.id, amount=2, kind="aspiration"),
            ],
        )
    async with database.read() as session:
        with Statements(database.reader) as statements:
            found = await rules_for(
                session, unit_id=section.id, kind="complaint", report_class="biasa", on=TODAY
            )
    assert {stage: rule.amount for stage, rule in found.items()} == {"accept": 5, "resolve": 10}
    assert len(statements) == 1


async def test_a_case_of_unknown_kind_gets_the_rule_for_any(database: Database) -> None:
    async with database.begin() as session:
        await add_rules(
            session, [plain(amount=3), plain(kind="complaint"), plain(report_class="x")]
        )
        found = await rules_for(session, unit_id=None, kind=None, report_class=None, on=TODAY)
    assert [rule.amount for rule in found.values()] == [3]


async def test_units_tied_into_a_ring_still_find_their_rule(database: Database) -> None:
    async with database.begin() as session:
        kecamatan, section, _ = await units(session)
        kecamatan.parent_id = section.id
        await add_rules(session, [plain(unit_id=kecamatan.id)])
        found = await rules_for(session, unit_id=section.id, kind=None, report_class=None, on=TODAY)
    assert list(found) == ["resolve"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"stage": "verify"}, "stage must be one of " + ", ".join(STAGES)),
        ({"measure": "jam"}, "measure must be one of"),
        ({"mark": "sure"}, "mark must be one of"),
        ({"kind": "pengaduan"}, "kind must be one of"),
        ({"amount": 0}, "amount must be 1 or more"),
        ({"effective_to": date(2025, 12, 31)}, "effective_to must not be before effective_from"),
    ],
)
async def test_a_rule_that_cannot_be_applied_is_refused_with_all_others(
    database: Database, fields: dict[str, Any], problem: str
) -> None:
    async with database.begin() as session:
        with pytest.raises(ValueError, match=f"deadline 2: {problem}"):
            await add_rules(session, [plain(), plain(**fields)])
        assert await session.scalar(select(func.count()).select_from(DeadlineRule)) == 0

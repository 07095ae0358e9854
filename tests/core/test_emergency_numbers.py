"""The office's emergency numbers: suggested, tested, shown, taken back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.emergencies import dialling, services
from core.emergencies.models import KINDS, EmergencyNumber
from core.emergencies.queries import confirmed, numbers, to_call
from core.emergencies.services import SuggestedNumber
from core.errors import Refused
from core.knowledge import office
from tests.core.town import NOW, Town, open_town

POLICE = SuggestedNumber(
    code="polisi", number="110", name="Polisi", name_en="Police", kinds=["crime", "violence"]
)
BY: dict[str, Any] = {"by": "admin:ani", "now": NOW}
TODAY = NOW.date()


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def suggested(session: AsyncSession) -> EmergencyNumber:
    await services.suggest(session, [POLICE], now=NOW)
    return (await numbers(session))[-1]


async def confirm(session: AsyncSession, row: EmergencyNumber) -> None:
    await services.confirm_number(session, row, tested_on=TODAY, confirmed_by="Ani", **BY)


async def test_a_suggestion_is_shown_only_after_it_was_tested(town: Town) -> None:
    async with town.begin() as session:
        row = await suggested(session)
        assert await to_call(session, ["crime"]) == []
        await confirm(session, row)
    async with town.begin() as session:
        [shown] = await to_call(session, ["crime", "fire"])
        assert (shown.number, shown.confirmed_by, shown.tested_on) == ("110", "Ani", TODAY)
        assert await to_call(session, ["fire"]) == []
        assert "110 – Polisi" in (await office.facts(session, "id"))["nomor_darurat"]


async def test_suggesting_again_leaves_what_the_office_made_of_it(town: Town) -> None:
    async with town.begin() as session:
        row = await suggested(session)
        change: dict[str, Any] = {"number": "(021) 555-110", "name": "Polsek", "kinds": ["crime"]}
        await services.change_number(session, row, **change, **BY)
        assert await services.suggest(session, [POLICE], now=NOW) == 0
        assert [one.number for one in await numbers(session)] == ["113", "021555110"]


async def test_another_number_has_to_be_tested_again_other_words_do_not(town: Town) -> None:
    async with town.begin() as session:
        row = await suggested(session)
        await confirm(session, row)
        same: dict[str, Any] = {"number": "110", "name": "Polres", "kinds": ["crime"]}
        await services.change_number(session, row, **same, **BY)
        assert [one.name for one in await confirmed(session)] == ["Polres"]
        await services.change_number(session, row, **{**same, "number": "111"}, **BY)
        assert await confirmed(session) == []


async def test_a_withdrawn_number_waits_to_be_confirmed_again(town: Town) -> None:
    async with town.begin() as session:
        row = await suggested(session)
        await confirm(session, row)
        await services.withdraw_number(session, row, **BY)
        assert await confirmed(session) == []
        assert row in await numbers(session)


async def test_every_act_is_in_the_log_with_its_number(town: Town) -> None:
    async with town.begin() as session:
        facts: dict[str, Any] = {"number": "113", "name": "Pemadam", "kinds": ["fire"]}
        row = await services.add_number(session, **facts, **BY)
        await services.change_number(session, row, **facts, **BY)
        await confirm(session, row)
        await services.withdraw_number(session, row, **BY)
        await session.flush()
        acts = await audit.recent(session, about=f"emergencynumber:{row.id}")
        assert [act.action.removeprefix("emergency.") for act in reversed(acts)] == [
            "add",
            "change",
            "confirm",
            "withdraw",
        ]
        assert all(act.detail["number"] == "113" for act in acts)


async def test_what_cannot_be_is_refused_and_changes_nothing(town: Town) -> None:
    async with town.begin() as session:
        row = await suggested(session)
        tomorrow = TODAY + timedelta(days=1)
        with pytest.raises(Refused):
            await services.confirm_number(
                session, row, tested_on=tomorrow, confirmed_by="Ani", **BY
            )
        for field, wrong in (("number", "sebelas"), ("kinds", []), ("kinds", ["x"]), ("name", " ")):
            facts: dict[str, Any] = {"number": "112", "name": "Umum", "kinds": ["fire"]}
            facts[field] = wrong
            with pytest.raises(Refused):
                await services.add_number(session, **facts, **BY)
    async with town.begin() as session:
        assert [one.number for one in await numbers(session)] == ["113", "110"]
        assert await confirmed(session) == []


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("112", "112"), ("(024) 555-12 34", "0245551234"), ("+62 24.555", "+6224555")],
)
def test_a_number_is_kept_as_a_phone_dials_it(typed: str, dialled: str) -> None:
    assert dialling.number(typed) == dialled


@pytest.mark.parametrize("typed", ["", "11", "1" * 16, "112 atau 110", "++62", "١١٢", "112\n"])
def test_what_no_phone_dials_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        dialling.number(typed)


@given(st.sets(st.sampled_from(KINDS), min_size=1))
def test_kinds_stand_in_one_order(wanted: set[str]) -> None:
    assert dialling.kinds(wanted) == [kind for kind in KINDS if kind in wanted]


def test_a_test_grows_old() -> None:
    assert not dialling.is_old(TODAY, TODAY + dialling.TEST_LASTS)
    assert dialling.is_old(TODAY, TODAY + dialling.TEST_LASTS + timedelta(days=1))

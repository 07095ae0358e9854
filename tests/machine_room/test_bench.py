"""The made-up cases of the benchmark are what the service itself would have written."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from core.clock import SystemClock
from core.db import Database
from core.errors import ConfigError
from core.tickets import chain
from core.tickets.models import Event, Ticket
from tanggap.bench import answers, office, panel
from tanggap.cli import main


async def test_made_up_cases_pass_the_check_of_their_chains(database: Database) -> None:
    await office.fill(database, 60, now=SystemClock().now())
    async with database.read() as session:
        assert [found async for found in chain.verify(session)] == []
        assert (await session.scalars(select(func.count(Ticket.id)))).one() == 60
        last = await session.scalars(select(func.max(Event.seq)).group_by(Event.ticket_id))
        steps = (await session.scalars(select(Ticket.last_seq))).all()
    assert sorted(last) == sorted(steps)


async def test_only_an_empty_database_is_filled(database: Database) -> None:
    await office.fill(database, 1, now=SystemClock().now())
    with pytest.raises(ConfigError, match="--database"):
        await office.fill(database, 1, now=SystemClock().now())


def test_the_panel_is_measured_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "MOST", 3)
    monkeypatch.setattr(panel, "WARM", 1)
    ended = CliRunner().invoke(main, ["bench", "panel", "--tickets", "30", "--json"])
    assert ended.exit_code == 0, ended.output
    figures = json.loads(ended.output.splitlines()[-1])
    assert (figures["database"], figures["tickets"]) == ("sqlite", 30)
    assert all(figures[name] > 0 for name in figures if name.endswith("_ms"))
    assert figures["list_worst"][0].startswith("/laporan?show=")
    assert figures["list_cold_worst"][1] >= figures["list_cold_p95_ms"]


def test_a_question_is_measured_among_made_up_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SIZES", (40, 80))
    ended = CliRunner().invoke(main, ["bench", "answers", "--json"])
    assert ended.exit_code == 0, ended.output
    sizes = json.loads(ended.output.splitlines()[-1])["sizes"]
    assert [one["articles"] for one in sizes] == [40, 80]
    assert all(one[name] > 0 for one in sizes for name in ("p95_ms", "build_s", "stall_ms"))

"""The whole life of a case, as it may come: everybody acts, time passes, things go wrong."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from core.errors import Refused
from core.tickets import chain, rules
from core.tickets.access import standing_of
from core.tickets.models import OPEN, Event, Ticket
from core.tickets.plan import SILENCE
from core.tickets.queries import ticket_by_id
from core.timers import Timer
from tests.core.town import DONE, Town, open_town

# What each verb leaves the case in; a verb that is not here leaves it as it was.
LEAVES: dict[str, set[str]] = {
    "accept": {"accepted"},
    "reply": {"accepted", "waiting", "resolved"},
    "ask": {"waiting"},
    "dispose": {"new", "accepted", "waiting"},
    "return_": {"new"},
    "resolve": {"resolved"},
    "reassign": {"new"},
    "add": {"new", "accepted", "resolved"},
    "confirm": {"closed"},
    "object_": {"new", "accepted"},
}
# Everybody, with what they are to a report of Sari about a lamp in its own unit.
OFFICERS = ("Budi", "Dewi", "Hadi", "Kartika")
STRANGERS = ("Lina", "Putri", "Tono")
SAYING = ("reply", "ask", "note", "add", "object_")


@dataclass
class Report:
    """What is known of a case without asking it: the words said, and how often each was written."""

    id: int
    said: Counter[str] = field(default_factory=Counter)


class PowerCut(Exception):
    """The process ends before the transaction is committed."""


class Life(RuleBasedStateMachine):
    """A report and all that can happen to it; `town` and `runner` are given by the test."""

    town: Town
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.words = 0

    @initialize()
    def files(self) -> None:
        self.report = Report(self.runner.run(self.town.files()))

    @rule(who=st.sampled_from(OFFICERS), verb=st.sampled_from(("accept", "resolve", "dispose")))
    def works(self, who: str, verb: str) -> None:
        given: dict[str, tuple[str, ...]] = {"resolve": (DONE,), "dispose": ("Dewi",)}
        self.acts(who, verb, *given.get(verb, ()))

    @rule(who=st.sampled_from(OFFICERS), verb=st.sampled_from(("reply", "ask", "note")))
    def writes(self, who: str, verb: str) -> None:
        self.acts(who, verb, self.new_words())

    @rule(who=st.sampled_from(("Budi", "Kartika")), hears=st.sampled_from(("confirm", "nothing")))
    def solves(self, who: str, hears: str) -> None:
        """Solved, and the citizen says so, or nothing until it is closed."""
        self.acts(who, "resolve", DONE)
        if hears == "nothing":
            self.time_passes(600)
        else:
            self.acts("Sari", hears)

    @rule(who=st.sampled_from(OFFICERS))
    def returns(self, who: str) -> None:
        self.acts(who, "return_", "Bukan kewenangan kami.")

    @rule(unit=st.sampled_from(("trantib", "pelayanan")))
    def places(self, unit: str) -> None:
        self.acts("Kartika", "reassign", unit, "Salah unit.")

    @rule(verb=st.sampled_from(("add", "object_")))
    def citizen_writes(self, verb: str) -> None:
        self.acts("Sari", verb, self.new_words())

    @rule(verb=st.sampled_from(("confirm", "rate")))
    def citizen_judges(self, verb: str) -> None:
        self.acts("Sari", verb, *((3,) if verb == "rate" else ()))

    @rule(who=st.sampled_from(STRANGERS), verb=st.sampled_from(("accept", *SAYING, "confirm")))
    def strangers_try(self, who: str, verb: str) -> None:
        """Whom it was given to in the meantime is no stranger any more."""
        self.acts(who, verb, *((self.new_words(),) if verb in SAYING else ()))

    @rule(who=st.sampled_from((*OFFICERS, "Sari")), verb=st.sampled_from(SAYING))
    def comes_twice(self, who: str, verb: str) -> None:
        words, source = self.new_words(), self.town.source()
        if self.acts(who, verb, words, source=source):
            written = self.seen()
            does = self.town.does(who, verb, self.report.id, words, source=source)
            with suppress(Refused):  # it may have moved on to somebody else by itself
                self.runner.run(does)
            assert self.seen() == written

    @rule(who=st.sampled_from((*OFFICERS, "Sari")), verb=st.sampled_from(SAYING))
    def is_cut_short(self, who: str, verb: str) -> None:
        """The power goes before it is committed, and the update comes again."""
        words, source, before = self.new_words(), self.town.source(), self.seen()
        with pytest.raises((PowerCut, Refused)):
            self.runner.run(self.dies(who, verb, words, source))
        assert self.seen() == before
        self.acts(who, verb, words, source=source)

    @rule(hours=st.sampled_from((1, 5, 30, 200, 700)))
    def time_passes(self, hours: int) -> None:
        self.runner.run(self.town.waits_until(self.town.now + timedelta(hours=hours)))

    @invariant()
    def every_step_is_in_the_chain_with_what_was_said(self) -> None:
        """Once, and what was refused not at all."""
        ticket, steps, _ = self.runner.run(self.all_of_it())
        assert list(chain.breaks(ticket.code, ticket.head, ticket.last_seq, steps)) == []
        texts = (text for step in steps for text in step.payload.values() if isinstance(text, str))
        kept = Counter(texts)
        assert {words: kept[words] for words in self.report.said} == self.report.said

    @invariant()
    def an_open_case_is_watched_and_a_closed_one_rests(self) -> None:
        ticket, _, waiting = self.runner.run(self.all_of_it())
        assert (ticket.closed_at is None) == (ticket.state != "closed")
        assert ticket.state != "closed" or waiting == []
        assert ticket.state != "resolved" or SILENCE in waiting
        assert ticket.state not in OPEN or ticket.due_at <= self.town.now or waiting

    def acts(self, who: str, verb: str, *given: Any, source: str | None = None) -> bool:
        """Try it: it happens just when the policy says so, and leaves what it should."""
        before, allowed = self.ticket(), self.runner.run(self.may(who, verb))
        words = given if verb in SAYING else ()
        self.report.said.update(dict.fromkeys(words, 0))
        source = source or self.town.source()
        try:
            self.runner.run(self.town.does(who, verb, self.report.id, *given, source=source))
        except Refused:
            assert self.seen() == (before.version, before.last_seq)
            return False
        after = self.ticket().state
        assert allowed, f"{who} may not {verb} what is {before.state}"
        assert after in LEAVES.get(verb, {before.state}), (verb, before.state, after)
        self.report.said.update(words)
        return True

    def new_words(self) -> str:
        self.words += 1
        return f"Kata ke-{self.words} tentang laporan {self.report.id}."

    def ticket(self) -> Ticket:
        return self.runner.run(self.town.ticket(self.report.id))

    def seen(self) -> tuple[int, int]:
        ticket = self.ticket()
        return ticket.version, ticket.last_seq

    async def dies(self, who: str, verb: str, words: str, source: str) -> None:
        async with self.town.begin() as session:
            await self.town.act(session, who, verb, self.report.id, words, source=source)
            await session.flush()
            raise PowerCut

    async def may(self, who: str, verb: str) -> bool:
        async with self.town.begin() as session:
            actor = await self.town.actor(session, who)
            ticket = await ticket_by_id(session, self.report.id)
            assert ticket is not None
            stands = await standing_of(session, actor, ticket)
        return rules.may(stands, verb.rstrip("_"), ticket.state)

    async def all_of_it(self) -> tuple[Ticket, Sequence[Event], Sequence[str]]:
        """The case, its timeline, and the kinds of the timers that wait."""
        ticket_id = self.report.id
        timers = select(Timer.kind).where(Timer.ticket_id == ticket_id, Timer.fired_at.is_(None))
        async with self.town.database.read() as session:
            ticket = await session.get_one(Ticket, ticket_id)
            steps = await session.scalars(
                select(Event).where(Event.ticket_id == ticket_id).order_by(Event.seq)
            )
            return ticket, steps.all(), (await session.scalars(timers)).all()


def test_a_case_comes_through_whatever_happens_to_it(town_url: str) -> None:
    with asyncio.Runner() as runner:
        opened = open_town(town_url)
        Life.town, Life.runner = runner.run(opened.__aenter__()), runner
        try:
            run_state_machine_as_test(
                Life, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
            )
        finally:
            runner.run(opened.__aexit__(None, None, None))

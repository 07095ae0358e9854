"""Logs hold no token and nothing a citizen said, whatever goes wrong."""

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.turn import Turn
from bot.webhook import PATH, SECRET_HEADER, Webhook
from bot.worker import Worker
from core import jobs, timers
from core.jobs import Job
from core.people.models import Person
from core.runner import Runner
from core.ticker import Ticker
from core.timers import Timer
from core.updates import MAX_ATTEMPTS
from tanggap import logs
from tests.machine_room.room import KEYS, Broken, Room, attempts

CANARY = "rumah-Siti-di-Gang-Melati-7"
TOKEN = "7000000003:AAHx-simulated_token-of-35-signs"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything that reaches standard error, as the service sets it up, in full detail."""
    root, levels = logging.getLogger(), {}
    handlers, level = root.handlers[:], root.level
    for name in ("telegram", "telegram.ext", "aiohttp.access", "aiohttp.server"):
        levels[name] = logging.getLogger(name).level
    told = StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    logs.set_up("DEBUG")
    yield told
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def check(lines: StringIO, *events: str) -> None:
    text = lines.getvalue()
    for secret in (CANARY, "Melati", "100:simulated", "simulated_token"):
        assert secret not in text, text
    said = [json.loads(line)["event"] for line in text.splitlines() if line.startswith("{")]
    assert set(events) <= set(said), said


async def test_a_line_is_one_json_object_with_its_time_and_level(lines: StringIO) -> None:
    structlog.get_logger().warning("something.happened", row=3)
    (line,) = lines.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["row"], told["level"]) == ("something.happened", 3, "warning")
    assert told["timestamp"].endswith("Z")


async def test_a_token_is_redacted_wherever_it_slips_in(lines: StringIO) -> None:
    address = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    structlog.get_logger().error("failed", url=address)
    logging.getLogger("library").error("cannot reach %s", address)
    try:
        raise RuntimeError(address)
    except RuntimeError:
        logging.getLogger("library").exception("failed")
    text = lines.getvalue()
    assert TOKEN not in text
    assert text.count("bot[token]/sendMessage") == 2
    assert "RuntimeError at " in text


async def test_ordinary_figures_are_not_taken_for_a_token(lines: StringIO) -> None:
    told = "worker.py:102 < session.py:4711 at 2026-03-02T02:00:00.123456Z, host-1:4242"
    assert logs.redact(told) == told


async def test_failed_refused_and_unreadable_turns(room: Room, lines: StringIO) -> None:
    siti = room.person("Siti", last_name=CANARY)
    siti.sends(f"refuse {CANARY}")
    room.person("Budi").sends(CANARY)
    siti.sends(f"fail {CANARY}")
    place = {"id": 5, "type": "private", "first_name": CANARY}
    await room.intake.receive([{"update_id": 9, "message": {"chat": place, "text": CANARY}}])
    await room.poller.poll(0)
    await attempts(room, MAX_ATTEMPTS + 2)
    check(lines, "turn.failed", "turn.quarantined", "turns.parted")


async def test_failures_of_the_database_that_quote_what_they_were_given(
    room: Room, lines: StringIO
) -> None:
    async def breaks(turn: Turn) -> None:
        lane = turn.person.lane
        turn.session.add(Person(lane=lane, profile=CANARY.encode(), language=CANARY))
        await turn.session.flush()

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, breaks)
    room.person("Siti").sends(CANARY)
    await room.poller.poll(0)
    await attempts(room, MAX_ATTEMPTS)
    check(lines, "turn.failed", "turn.quarantined")


async def test_every_failure_of_sending(room: Room, lines: StringIO) -> None:
    words = f'Bad Request: can\'t parse entities: unsupported start tag "{CANARY}"'
    siti = room.person("Siti")
    for kind in ("429", "500", "502", "403", "reset", "garbage", "400"):
        room.telegram.faults.add("sendMessage", kind, description=words if kind == "400" else "")
        await room.tells(siti, CANARY)
        await room.rest()
        siti.chat.blocked = False
    await room.posts(siti, "unknown_method", {"text": CANARY})
    room.telegram.bots.clear()
    await room.tells(siti, CANARY)
    await room.send_all()
    check(lines, "relay.failed")


async def test_every_failure_of_polling(room: Room, lines: StringIO) -> None:
    room.person("Siti").sends(CANARY)
    for kind in ("429", "500", "502", "reset", "garbage"):
        room.telegram.faults.add("getUpdates", kind)
        await room.poller.poll(0)
    await room.poller._take([{"strange": CANARY}])
    room.telegram.bots.clear()
    await room.poller.poll(0)
    check(lines, "poll.failed", "poll.not_an_update")


async def test_everything_a_stranger_can_post(room: Room, lines: StringIO) -> None:
    app = web.Application()
    app.router.add_post(PATH, Webhook(room.intake, "right").post)
    async with TestClient(TestServer(app)) as client:
        for secret in ("right", CANARY):
            for body in (CANARY, "{", json.dumps({"update_id": CANARY}), json.dumps([CANARY])):
                headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
                async with client.post(PATH, data=body, headers=headers) as answer:
                    assert CANARY not in await answer.text()
        await room.db.close()
        room.intake._db = _Away()  # type: ignore[assignment]
        headers = {SECRET_HEADER: "right"}
        async with client.post(PATH, json={"update_id": 1, "x": CANARY}, headers=headers) as it:
            assert it.status == 503
    check(lines, "intake.failed")


async def test_jobs_and_timers_that_fail(room: Room, lines: StringIO) -> None:
    async def work(db: Any, job: Job) -> None:
        raise Broken(CANARY)

    async def remind(session: AsyncSession, timer: Timer, *, now: Any) -> None:
        raise Broken(CANARY)

    async with room.db.begin() as session:
        jobs.start(session, "work", now=room.clock.now())
        await timers.start(session, "a", "remind", room.clock.now(), now=room.clock.now())
    await Runner(room.db, room.clock, {"work": work}).work()
    await Ticker(room.db, room.clock, {"remind": remind}).tick()
    check(lines, "job.failed", "timer.failed")


async def test_a_tap_that_cannot_be_answered(room: Room, lines: StringIO) -> None:
    room.telegram.faults.add("answerCallbackQuery", "400", description=f"Bad Request: {CANARY}")
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    siti.taps_data(CANARY)
    await room.rest()
    check(lines, "courtesy.tap_not_answered")


async def test_a_failure_nobody_waited_for(lines: StringIO) -> None:
    async def forgotten() -> None:
        raise Broken(CANARY)

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.unhandled)
    task = asyncio.ensure_future(forgotten())
    await asyncio.wait([task])
    del task
    loop.call_exception_handler({"message": "something odd"})
    check(lines, "loop.unhandled")


async def test_libraries_that_would_quote_an_update_are_silent(lines: StringIO) -> None:
    logging.getLogger("telegram.ext.Updater").critical("Update: %s", CANARY)
    logging.getLogger("aiohttp.server").error("Error handling request %s", CANARY)
    logging.getLogger("aiohttp.access").info("GET /laporan/%s", CANARY)
    assert lines.getvalue() == ""


class _Away:
    def begin(self) -> Any:
        raise ConnectionRefusedError(CANARY)

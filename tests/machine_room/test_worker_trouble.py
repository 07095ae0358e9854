"""What goes wrong in a turn is retried, refused or set aside, and nobody else pays for it."""

import asyncio

import pytest
from sqlalchemy import select, text, update

from bot import worker as turns
from bot.rescue import Rescue
from bot.turn import Turn
from bot.worker import SUSPICIOUS, Worker
from core import outbox, updates
from core.conversations import Conversation
from core.outbox import Outgoing
from core.people.models import Person
from core.updates import MAX_ATTEMPTS, MAX_KILLS, Update
from tests.machine_room.room import KEYS, Room, attempts, echo, neighbour
from tests.machine_room.test_intake import message


async def said(room: Room) -> list[str]:
    """What waits in the outbox, oldest first."""
    return [KEYS.open_json(row.payload)["text"] for row in await room.outgoing() if row.payload]


async def fetch(room: Room) -> None:
    await room.poller.poll(0)
    await room.courtesy.finish()


async def test_a_missing_file_is_the_handlers_fault_not_the_disks(room: Room) -> None:
    async def broken(turn: Turn) -> None:
        raise FileNotFoundError(2, "no such file")

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, broken)
    room.person("Siti").sends("Halo")
    await fetch(room)
    await attempts(room, MAX_ATTEMPTS)
    assert [row.state for row in await room.updates()] == ["quarantined"]


@pytest.mark.parametrize(
    "problem", [OSError(28, "No space left on device"), ConnectionResetError(104, "reset")]
)
async def test_a_full_disk_or_a_lost_connection_is_not_the_updates_fault(
    room: Room, problem: Exception
) -> None:
    async def outage(turn: Turn) -> None:
        raise problem

    worker = Worker(room.db, KEYS, room.clock, room.bot, outage)
    siti = room.person("Siti")
    siti.sends("Halo")
    await fetch(room)
    for _ in range(20):
        await worker.work()
    (row,) = await room.updates()
    assert (row.state, row.attempt) == ("open", 0)
    await room.rest()
    assert siti.reads() == ["Halo"]


async def test_a_database_that_ends_the_connection_is_not_the_updates_fault(room: Room) -> None:
    times = []

    async def cut(turn: Turn) -> None:
        times.append(1)
        if len(times) <= 10:
            await _end_connection(turn)
        turn.say("common.plain", text=turn.text)

    worker = Worker(room.db, KEYS, room.clock, room.bot, cut)
    siti = room.person("Siti")
    siti.sends("Halo")
    await fetch(room)
    for _ in range(11):
        await worker.work()
        room.clock.advance(30)
    assert [row.state for row in await room.updates()] == ["done"]
    assert await said(room) == ["Halo"]


async def _end_connection(turn: Turn) -> None:
    connection = await turn.session.connection()
    if connection.dialect.name == "postgresql":
        await turn.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    raw = await connection.get_raw_connection()
    await raw.driver_connection.close()  # type: ignore[union-attr]
    await turn.session.execute(text("SELECT 1"))


async def test_a_worker_that_was_too_slow_leaves_no_trace(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("Halo")
    await fetch(room)

    async def slow(turn: Turn) -> None:
        turn.say("common.plain", text="terlambat")
        statement = update(Update).values(attempt=Update.attempt + 1)
        await turn.session.execute(statement)  # what another worker's claim does

    worker = Worker(room.db, KEYS, room.clock, room.bot, slow)
    await worker.work()
    assert await said(room) == []
    (row,) = await room.updates()
    assert (row.state, row.problem) == ("open", None)


async def test_one_update_is_claimed_by_one_of_two_workers(room: Room) -> None:
    for number in range(12):
        room.person(f"Warga {number}").sends("Halo")
    await fetch(room)
    async with neighbour(room) as other:
        done = await asyncio.gather(*(one.worker.work() for one in (room, other, room, other)))
    assert sum(done) >= 12
    assert await said(room) == ["Halo"] * 12


async def test_a_claimed_update_blocks_its_lane_until_its_lease_runs_out(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("pertama")
    siti.sends("kedua")
    await fetch(room)
    async with room.db.begin() as session:
        (lost,) = await updates.claim(session, now=room.clock.now(), limit=10)
    assert await room.worker.work() == 0
    room.clock.advance(updates.LEASE.total_seconds())
    await room.rest()
    assert siti.reads() == ["pertama", "kedua"]
    async with room.db.begin() as session:
        assert not await updates.settle(session, [lost], now=room.clock.now())


async def test_an_update_that_kills_the_process_is_set_aside_and_its_neighbours_are_not(
    room: Room,
) -> None:
    killer, *others = [room.person(name) for name in ("Siti", "Budi", "Dewi")]
    for person in (killer, *others):
        person.sends("Halo")
    await room.rest()
    for person in (killer, *others):
        person.sends("lagi")
    await fetch(room)
    lane = KEYS.index("chat", killer.account.id)

    class Killed(BaseException):
        """The process is gone; nothing after it runs."""

    async def dies(turn: Turn) -> None:
        if turn.person.lane == lane:
            raise Killed
        await echo().run(turn)

    room.worker = Worker(room.db, KEYS, room.clock, room.bot, dies)
    for _ in range(MAX_KILLS * 2):
        try:
            while await room.worker.work():
                pass
        except Killed:
            room.clock.advance(updates.LEASE.total_seconds())
    assert [row.state for row in await room.updates()][3:] == ["quarantined", "done", "done"]


async def test_who_waits_behind_a_suspicious_update_is_not_counted_as_tried(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        room.person(f"Warga {number}").sends("Halo")
    await fetch(room)
    async with room.db.begin() as session:
        await session.execute(update(Update).values(attempt=SUSPICIOUS))
    give_back, lives = Rescue.release, 0

    class Killed(BaseException):
        """The process is gone; nothing after it runs."""

    async def once_in_a_life(rescue: Rescue, rows: list[updates.Claimed]) -> None:
        nonlocal lives
        lives += 1
        if lives % 2 == 0:
            raise Killed
        await give_back(rescue, rows)

    monkeypatch.setattr(Rescue, "release", once_in_a_life)
    for _ in range(MAX_ATTEMPTS * 2):
        try:
            while await room.worker.work():
                pass
        except Killed:
            room.clock.advance(updates.LEASE.total_seconds())
    assert {row.state for row in await room.updates()} == {"done"}


async def test_a_dialogue_goes_on_after_a_restart(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    async with neighbour(room) as other:
        await room.poller.stop()
        siti.sends("Siti")
        await other.rest()
        await other.poller.stop()
    siti.sends("Sukamaju")
    await room.rest()
    assert siti.reads() == ["Siapa?", "Halo Siti, di mana?", "Siti di Sukamaju"]


async def test_a_dialogue_goes_on_after_a_kill_at_every_step(room: Room) -> None:
    siti = room.person("Siti")
    for words in ("/mulai", "Siti", "Sukamaju"):
        siti.sends(words)
        await fetch(room)
        async with room.db.begin() as session:
            await updates.claim(session, now=room.clock.now(), limit=10)  # and then killed
        room.clock.advance(updates.LEASE.total_seconds())
        await room.rest()
    assert siti.reads() == ["Siapa?", "Halo Siti, di mana?", "Siti di Sukamaju"]


async def test_a_dialogue_survives_a_week_and_its_draft_is_sealed(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    siti.sends("Siti Aminah")
    await room.rest()
    async with room.db.read() as session:
        (row,) = (await session.scalars(select(Conversation))).all()
    assert (row.flow, row.step) == ("talk", "place")
    assert row.data is not None
    assert b"Aminah" not in row.data
    room.clock.advance(7 * 86_400)
    siti.sends("Sukamaju")
    await room.rest()
    assert siti.last.text == "Siti Aminah di Sukamaju"


async def test_two_devices_press_the_same_button_and_it_counts_once(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    card = siti.last
    siti.taps_data(card.inline_keyboard[0][0]["callback_data"], card)
    siti.taps_data(card.inline_keyboard[0][0]["callback_data"], card)
    await room.rest()
    assert siti.reads()[1] == "Halo nobody, di mana?"
    assert "sudah lama" in siti.reads()[2]
    assert siti.reads()[3] == "Halo nobody, di mana?"


FORGED = (
    "", ":", ":::", "talk", "talk:name:x", "talk:name:x:1:2", "talk:name:x:-1", "🙂:🙂:🙂:٣",
    "../..",     "talk:name:x:9999999999999", "nobody:name:x:1", "talk:nowhere:x:1",
    "talk:begin:x:0",
    "'; DROP TABLE people; --:a:b:1", "a\0:\ud83d:b:1",
)  # fmt: skip


async def test_forged_buttons_are_answered_and_change_nothing(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    for data in FORGED:
        siti.taps_data(data)
    await room.rest()
    assert {row.state for row in await room.updates()} == {"done"}
    assert all(one == "Siapa?" or "sudah lama" in one for one in siti.reads())
    assert len(siti.reads()) == 1 + 2 * len(FORGED)


async def test_any_text_can_be_heard(room: Room) -> None:
    words = ["a\0b", "a\ud83d", "\udfff", "\u202eterbalik", "🧕🏽" * 500, "x" * 4096, "\0"]
    for number, one in enumerate(words):
        await room.intake.receive([message(number, one, chat=number + 1)])
    while await room.worker.work():
        pass
    assert {(row.state, row.problem) for row in await room.updates()} == {("done", None)}
    assert "a�b" in await said(room)


async def test_names_of_strange_bytes_are_kept_in_a_form_that_can_be_stored(room: Room) -> None:
    raw = message(1, "Halo")
    for place in ("from", "chat"):
        raw["message"][place] |= {"first_name": "a\0\ud83d", "username": "\udfff"}
    await room.intake.receive([raw])
    await room.worker.work()
    (row,) = await room.updates()
    assert (row.state, row.problem) == ("done", None)
    async with room.db.read() as session:
        profile = KEYS.open_json((await session.scalars(select(Person.profile))).one())
    assert profile["first_name"] == "a��"


async def test_who_comes_back_after_being_given_up_is_answered_again(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("Halo")
    await room.rest()
    room.telegram.faults.add("sendMessage", "400", description="Bad Request: chat not found")
    await room.tells(siti, "Kabar")
    await room.rest()
    assert siti.reads() == ["Halo"]
    siti.sends("Apa kabar laporan saya?")
    await room.rest()
    assert siti.reads() == ["Halo", "Kabar", "Apa kabar laporan saya?"]


async def test_a_tap_is_answered_before_the_work(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    tap = siti.taps_data(siti.last.inline_keyboard[0][0]["callback_data"])
    await fetch(room)
    assert tap.answer is not None
    assert len(await room.updates()) == 2
    assert (await room.updates())[1].state == "open"


async def test_a_tap_that_cannot_be_answered_still_counts(room: Room) -> None:
    siti = room.person("Siti")
    siti.sends("/mulai")
    await room.rest()
    room.telegram.faults.add(
        "answerCallbackQuery", "400", description="Bad Request: query is too old"
    )
    siti.taps_data(siti.last.inline_keyboard[0][0]["callback_data"])
    await room.rest()
    assert siti.last.text == "Halo nobody, di mana?"


async def test_hundreds_of_lanes_are_worked_in_batches(room: Room) -> None:
    batch = [message(n, f"pesan {n}", chat=n) for n in range(1, 101)]
    await room.intake.receive(batch)
    counts = []
    while done := await room.worker.work():
        counts.append(done)
    assert (max(counts), sum(counts)) == (turns.LANES_AT_ONCE, 100)
    assert sorted(await said(room)) == sorted(f"pesan {n}" for n in range(1, 101))


async def test_an_effect_and_its_settling_are_one(room: Room) -> None:
    siti = room.person("Siti")
    await room.knows(siti)
    siti.sends("Halo")
    await fetch(room)

    async def broken_at_the_end(turn: Turn) -> None:
        turn.say("common.plain", text="Halo")
        await turn.session.flush()
        await turn.session.execute(update(Outgoing).values(created_at=None))

    worker = Worker(room.db, KEYS, room.clock, room.bot, broken_at_the_end)
    await worker.work()
    assert await room.outgoing() == []
    assert outbox.RANKS["interactive"] == 0

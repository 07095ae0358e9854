"""429 comes when Telegram would send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import ManualClock
from simulator.errors import ApiError
from simulator.limits import Limiter, Limits
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.conftest import MONDAY
from tests.simulator.world import Says


async def waits(call: Says, chat_id: int) -> int:
    """Seconds the bot is told to wait; 0 when the message went out."""
    try:
        await call("sendMessage", chat_id=chat_id, text="a")
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


async def test_one_message_a_second_in_a_chat(
    siti: Person, telegram: Telegram, call: Says, clock: ManualClock
) -> None:
    telegram.set_limits(on=True)
    assert [await waits(call, siti.id) for _ in range(2)] == [0, 1]
    clock.advance(1)
    assert await waits(call, siti.id) == 0


async def test_a_short_burst_can_be_allowed(
    siti: Person, telegram: Telegram, call: Says, clock: ManualClock
) -> None:
    telegram.set_limits(on=True, per_chat_burst=3)
    assert [await waits(call, siti.id) for _ in range(4)] == [0, 0, 0, 1]
    clock.advance(1)
    assert [await waits(call, siti.id) for _ in range(2)] == [0, 1]


async def test_thirty_a_second_over_all_chats(
    telegram: Telegram, call: Says, clock: ManualClock
) -> None:
    telegram.set_limits(on=True)
    people = [telegram.person(f"Warga {number}") for number in range(31)]
    for person in people:
        person.starts()
    assert [await waits(call, person.id) for person in people] == [0] * 30 + [1]
    clock.advance(1)
    assert await waits(call, people[-1].id) == 0


async def test_twenty_a_minute_in_a_group(
    telegram: Telegram, siti: Person, call: Says, clock: ManualClock
) -> None:
    telegram.set_limits(on=True)
    group = telegram.add_group("Petugas", siti)
    group.bots[telegram.bot.id] = telegram.bot
    for _ in range(20):
        assert await waits(call, group.id) == 0
        clock.advance(1)
    assert await waits(call, group.id) == 40
    clock.advance(40)
    assert await waits(call, group.id) == 0


async def test_a_refused_message_is_not_counted(
    siti: Person, telegram: Telegram, call: Says
) -> None:
    telegram.set_limits(on=True)
    assert [await waits(call, siti.id) for _ in range(50)] == [0] + [1] * 49
    assert len(siti.reads()) == 1


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 0.2)), max_size=200))
def test_no_window_ever_holds_too_many(sends: list[tuple[int, float]]) -> None:
    clock, limiter = ManualClock(MONDAY), Limiter(Limits())
    passed: list[tuple[float, int]] = []
    for chat, pause in sends:
        clock.advance(pause)
        try:
            limiter.spend(chat, group=False, now=clock.now())
        except ApiError:
            continue
        passed.append((clock.now().timestamp(), chat))
    for moment, chat in passed:
        second = [other for at, other in passed if moment <= at < moment + 1 - 1e-5]
        assert len(second) <= 30
        assert second.count(chat) == 1


def test_waiting_as_told_is_always_enough() -> None:
    clock, limiter = ManualClock(MONDAY), Limiter(Limits())
    for _ in range(100):
        try:
            limiter.spend(1, group=True, now=clock.now())
        except ApiError as error:
            clock.advance(error.parameters["retry_after"])
            limiter.spend(1, group=True, now=clock.now())
        clock.advance(0.3)


def test_unknown_limits_are_refused(telegram: Telegram) -> None:
    with pytest.raises(TypeError):
        telegram.set_limits(per_planet=1)

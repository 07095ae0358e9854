"""How much one person may send, as a rule."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.bans import pace
from core.config import ServiceConfig
from core.conversations import Conversation
from tests.core.offices import moment

NOW = moment("2026-11-20 09:00")
LIMITS = ServiceConfig(cases_per_hour=2, cases_per_day=5)


@given(st.lists(st.integers(0, 4000), max_size=60))
def test_no_hour_and_no_day_holds_more_than_the_limit(waits: list[int]) -> None:
    conversation, now, filed = Conversation(), NOW, []
    for seconds in waits:
        now += timedelta(seconds=seconds)
        free = pace.filing(conversation, LIMITS, now=now)
        if free is None:
            filed.append(now)
        else:
            assert free > now
    for one in filed:
        assert sum(one <= other < one + timedelta(hours=1) for other in filed) <= 2
        assert sum(one <= other < one + timedelta(days=1) for other in filed) <= 5


@given(st.lists(st.integers(0, 4000), max_size=30))
def test_at_the_time_that_was_named_it_may_go(waits: list[int]) -> None:
    conversation, now = Conversation(), NOW
    for seconds in waits:
        now += timedelta(seconds=seconds)
        if free := pace.filing(conversation, LIMITS, now=now):
            assert pace.filing(conversation, LIMITS, now=free) is None
            now = free


def test_without_limits_nothing_is_counted() -> None:
    conversation = Conversation()
    limits = ServiceConfig(messages_per_hour=0, messages_per_day=0)
    assert all(pace.writing(conversation, limits, now=NOW) is None for _ in range(1000))
    assert conversation.pace is None

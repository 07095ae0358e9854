"""What each answer of the Bot API means for the message: the table of the outbox."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.envelope import UnknownMethod
from bot.outcome import LONGEST_WAIT, MAX_ATTEMPTS, judge
from bot.transport import NotSent
from core.errors import ConfigError
from core.outbox import RANKS, REPEATABLE

KINDS = tuple(RANKS)
kinds = st.sampled_from(KINDS)
AMBIGUOUS = (
    TimedOut("no answer"),
    NetworkError("ServerDisconnectedError"),
    NetworkError("Internal Server Error"),
    TelegramError("Invalid server response"),
    Conflict("terminated"),
    KeyError("result"),
    ValueError("half an answer"),
)


@pytest.mark.parametrize(
    ("problem", "act"),
    [
        (RetryAfter(timedelta(seconds=7)), "slow"),
        (ChatMigrated(-100123), "migrated"),
        (Forbidden("Forbidden: bot was blocked by the user"), "gone"),
        (Forbidden("Forbidden: user is deactivated"), "gone"),
        (Forbidden("Forbidden: bot was kicked from the group chat"), "gone"),
        (BadRequest("Chat not found"), "gone"),
        (BadRequest("PEER_ID_INVALID"), "gone"),
        (BadRequest("Message is not modified: specified new message content"), "sent"),
        (BadRequest("Message to edit not found"), "anew"),
        (BadRequest("Message can't be edited"), "anew"),
        (BadRequest("Can't parse entities: unexpected end tag"), "plain"),
        (BadRequest("Message is too long"), "long"),
        (BadRequest("MESSAGE_TOO_LONG"), "long"),
        (BadRequest("BUTTON_DATA_INVALID"), "dead"),
        (BadRequest("Something nobody has heard of"), "dead"),
        (InvalidToken("Unauthorized"), "halt"),
        (NotSent("cannot reach the Bot API"), "retry"),
        (UnknownMethod("ban_chat_member"), "dead"),
        (ConfigError("security.key_file: key version 2 is missing"), "dead"),
    ],
)
def test_every_answer_has_its_meaning(problem: Exception, act: str) -> None:
    assert judge(problem, "notice", 1).act == act


@given(kinds, st.integers(1, MAX_ATTEMPTS - 1), st.sampled_from(AMBIGUOUS))
def test_who_cannot_tell_repeats_only_what_may_be_repeated(
    kind: str, attempt: int, problem: Exception
) -> None:
    expected = "retry" if kind in REPEATABLE else "unknown"
    assert judge(problem, kind, attempt).act == expected


@given(kinds, st.integers(1, 10_000))
def test_what_never_left_is_tried_until_it_does(kind: str, attempt: int) -> None:
    outcome = judge(NotSent("no way"), kind, attempt)
    assert outcome.act == "retry"
    assert 1 <= outcome.wait <= LONGEST_WAIT


@given(st.sampled_from(REPEATABLE), st.integers(MAX_ATTEMPTS, 10_000))
def test_what_stays_unanswered_is_given_up_in_the_end(kind: str, attempt: int) -> None:
    assert judge(TimedOut("no answer"), kind, attempt).act == "dead"


@given(st.integers(1, 50))
def test_waits_grow_from_one_second_and_never_shrink(attempt: int) -> None:
    first = judge(NotSent("no way"), "notice", attempt).wait
    assert first <= judge(NotSent("no way"), "notice", attempt + 1).wait
    assert judge(NotSent("no way"), "notice", 1).wait == 1


@given(st.integers(0, 100_000), kinds)
def test_the_wait_telegram_asks_for_is_kept_to_the_second(seconds: int, kind: str) -> None:
    outcome = judge(RetryAfter(timedelta(seconds=seconds)), kind, 1)
    assert (outcome.act, outcome.wait) == ("slow", seconds)


def test_the_new_address_of_a_group_is_kept() -> None:
    assert judge(ChatMigrated(-1001234567890), "notice", 1).result == -1001234567890


@pytest.mark.parametrize(
    "text",
    ['Can\'t parse entities: unsupported start tag "Siti Aminah" at byte offset 5', "Siti " * 80],
)
def test_what_is_noted_quotes_nobody_and_stays_short(text: str) -> None:
    problem = judge(BadRequest(text), "notice", 1).problem
    assert "aminah" not in problem
    assert len(problem) <= 80

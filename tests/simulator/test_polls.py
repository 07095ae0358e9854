"""Polls and quizzes."""

from typing import Any

import pytest

from simulator.clock import ManualClock
from simulator.errors import NotPossible
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Says, Updates, refused

QUIZ = {
    "question": "Batas waktu tanggapan pertama?",
    "options": ["3 hari kerja", "14 hari", {"text": "30 hari"}],
    "type": "quiz",
    "correct_option_ids": [0],
    "explanation": "Perpres 76/2013",
    "is_anonymous": False,
}


async def test_a_vote_in_an_open_quiz_is_told(siti: Person, call: Says, updates: Updates) -> None:
    sent = await call("sendPoll", chat_id=siti.id, **QUIZ)
    siti.votes("3 hari kerja")
    answer = updates("poll_answer")[0]
    assert answer["poll_id"] == sent["poll"]["id"]
    assert answer["option_ids"] == [0]
    assert answer["option_persistent_ids"] == [sent["poll"]["options"][0]["persistent_id"]]
    assert updates("poll")[0]["total_voter_count"] == 1


async def test_who_voted_stays_secret_in_an_anonymous_poll(
    siti: Person, call: Says, updates: Updates
) -> None:
    await call("sendPoll", chat_id=siti.id, question="Puas?", options=["Ya", "Tidak"])
    siti.votes("Ya")
    assert updates("poll_answer") == []
    assert len(updates("poll")) == 1


async def test_a_quiz_vote_is_final_and_a_poll_vote_is_not(
    siti: Person, call: Says, updates: Updates
) -> None:
    await call("sendPoll", chat_id=siti.id, **QUIZ)
    siti.votes(1)
    with pytest.raises(NotPossible):
        siti.votes(0)
    open_poll = {"question": "?", "options": ["a", "b"], "is_anonymous": False}
    await call("sendPoll", chat_id=siti.id, **open_poll)
    siti.votes("a")
    siti.votes()
    assert [answer["option_ids"] for answer in updates("poll_answer")] == [[1], [0], []]


async def test_one_answer_unless_several_are_allowed(siti: Person, call: Says) -> None:
    poll = {"chat_id": siti.id, "question": "?", "options": ["a", "b", "c"]}
    await call("sendPoll", **poll)
    with pytest.raises(NotPossible):
        siti.votes("a", "b")
    await call("sendPoll", **poll, allows_multiple_answers=True)
    siti.votes("a", "c")
    assert [o["voter_count"] for o in siti.last.data["poll"]["options"]] == [1, 0, 1]


async def test_a_stopped_poll_takes_no_votes(siti: Person, call: Says, updates: Updates) -> None:
    sent = await call("sendPoll", chat_id=siti.id, **QUIZ)
    place = {"chat_id": siti.id, "message_id": sent["message_id"]}
    assert (await call("stopPoll", **place))["is_closed"]
    assert updates("poll")[-1]["is_closed"]
    with pytest.raises(NotPossible):
        siti.votes(0)
    assert "already been closed" in await refused(call, "stopPoll", **place)


async def test_a_poll_closes_by_itself(
    siti: Person, telegram: Telegram, call: Says, clock: ManualClock, updates: Updates
) -> None:
    await call("sendPoll", chat_id=siti.id, **QUIZ, open_period=60)
    clock.advance(60)
    telegram.settle()
    assert updates("poll")[-1]["is_closed"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"question": ""}, "poll question must be non-empty"),
        ({"question": "a" * 301}, "must not exceed 300"),
        ({"options": []}, "at least 1 option"),
        ({"options": ["a"] * 13}, "more than 12 options"),
        ({"options": ["a", " "]}, "poll options must be non-empty"),
        ({"options": ["a", "b" * 101]}, "must not exceed 100"),
        ({"correct_option_ids": [3]}, "wrong correct option ID"),
        ({"correct_option_ids": None}, "wrong correct option ID"),
        ({"correct_option_ids": [0, 1]}, "wrong correct option ID"),
        ({"explanation": "a" * 201}, "explanation is too long"),
        ({"explanation": "a\nb\nc\nd"}, "explanation is too long"),
        ({"open_period": 4}, "such a time"),
        ({"open_period": 60, "close_date": 1}, "can't be used together"),
        ({"type": "survey"}, "unsupported poll type"),
    ],
)
async def test_a_wrong_quiz_is_refused(
    siti: Person, call: Says, change: dict[str, Any], reason: str
) -> None:
    assert reason in await refused(call, "sendPoll", chat_id=siti.id, **{**QUIZ, **change})
    assert siti.messages == []

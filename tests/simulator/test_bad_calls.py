"""Whatever a bot sends, the answer is a result or a refusal, never a crash."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import api
from simulator.clock import ManualClock
from simulator.limits import Limits
from simulator.methods import METHODS
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram
from tests.simulator.conftest import MONDAY
from tests.simulator.world import Says, refused

NAMES = [
    "text", "caption", "entities", "parse_mode", "reply_markup", "reply_parameters", "message_id",
    "message_ids", "media", "photo", "options", "question", "correct_option_ids", "type",
    "scope", "commands", "menu_button", "reaction", "results", "latitude", "longitude", "action",
    "open_period", "from_chat_id", "user_id", "url", "file_id", "callback_query_id",
]  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers(-5, 9) | st.sampled_from(["", "a", "[", "{}", "[1]"])
)
KEYS = ["type", "text", "inline_keyboard", "keyboard", "media", "offset", "length", "message_id"]
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
)
def test_any_parameters_are_answered(method: str, params: dict[str, object]) -> None:
    telegram = Telegram(ManualClock(MONDAY), limits=Limits(on=False))
    telegram.add_bot()
    siti = telegram.person("Siti")
    siti.starts()
    answer = api.answer(telegram, TOKEN, method, {"chat_id": siti.id, **params})
    assert asyncio.run(answer).code in (200, 400, 403)


@pytest.mark.parametrize("value", [[], "[]", 5, "text"])
async def test_a_wrong_shape_is_named(siti: Person, call: Says, value: object) -> None:
    refusal = await refused(call, "setMyCommands", commands=[], scope=value)
    assert "scope" in refusal

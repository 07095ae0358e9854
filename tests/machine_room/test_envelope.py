"""Rows of the outbox as calls of the Bot API."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.envelope import METHODS, UnknownMethod, envelope, pieces, plain
from bot.router import parse_tap

LONGEST = 4096
BUTTON = {"text": "Terima", "do": "ticket.accept", "value": "12", "version": 3}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_text_is_said_in_html() -> None:
    name, call = envelope("send_message", {"text": "<b>Halo</b>"})
    assert (name, call) == ("sendMessage", {"text": "<b>Halo</b>", "parse_mode": "HTML"})


def test_only_listed_methods_leave() -> None:
    for method in ("ban_chat_member", "sendMessage", "log_out", ""):
        with pytest.raises(UnknownMethod):
            envelope(method, {"text": "x"})
    assert all(name[0].islower() and "_" not in name for name in METHODS.values())


def test_buttons_carry_flow_step_value_and_version() -> None:
    _, call = envelope("send_message", {"text": "x", "buttons": [[BUTTON]]})
    (row,) = call["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Terima", "callback_data": "ticket:accept:12:3"}]
    tap = parse_tap(row[0]["callback_data"])
    assert tap is not None
    assert (tap.flow, tap.step, tap.value, tap.version) == ("ticket", "accept", "12", 3)


def test_a_link_opens_its_address() -> None:
    link = {"text": "Peta", "url": "https://example.go.id"}
    _, call = envelope("send_message", {"text": "x", "buttons": [[link]]})
    assert call["reply_markup"] == {"inline_keyboard": [[link]]}


def test_a_share_is_asked_for_by_a_keyboard_with_a_way_out() -> None:
    share = {"text": "Kirim lokasi", "what": "location", "cancel": "Batal"}
    _, call = envelope("send_message", {"text": "x", "share": share})
    rows = call["reply_markup"]["keyboard"]
    assert rows == [[{"text": "Kirim lokasi", "request_location": True}], [{"text": "Batal"}]]


def test_a_keyboard_is_taken_away_on_request() -> None:
    _, call = envelope("send_message", {"text": "x", "hide_keyboard": True})
    assert call["reply_markup"] == {"remove_keyboard": True}


def test_a_poll_and_an_album_have_the_api_s_shape() -> None:
    _, poll = envelope("send_poll", {"question": "?", "options": ["a", "b"]})
    assert poll["options"] == [{"text": "a"}, {"text": "b"}]
    _, album = envelope("send_media_group", {"media": [{"kind": "photo", "file_id": "F"}]})
    assert album["media"] == [{"type": "photo", "media": "F"}]


@pytest.mark.parametrize("field", ["text", "caption"])
def test_words_survive_without_their_markup(field: str) -> None:
    payload = {field: "<b>Harga</b> 5 < 6 &amp; 7 > 3 <i>ya", "plain": True}
    _, call = envelope("send_message", payload)
    assert call == {field: "Harga 5 < 6 & 7 > 3 ya"}


@given(st.text(max_size=60))
def test_escaped_words_come_out_as_they_were(words: str) -> None:
    assert plain(f"<b>{escape(words)}</b>") == words


@given(st.text(alphabet=st.sampled_from("ab \n🧕"), min_size=1, max_size=12_000))
def test_a_long_text_is_cut_without_losing_a_word(text: str) -> None:
    parts = pieces(text)
    assert all(0 < units(part) <= LONGEST for part in parts)
    assert "".join(parts) == text


def test_a_long_text_is_cut_at_the_end_of_a_line() -> None:
    line = "Jalan rusak di depan sekolah." + "\n"
    parts = pieces(line * 300)
    assert len(parts) == 3
    assert all(part.endswith(line) for part in parts)


def test_a_text_that_is_sent_in_parts_keeps_its_buttons_for_the_last() -> None:
    payload = {"text": "satu", "rest": ["dua"], "plain": True, "buttons": [[BUTTON]]}
    assert envelope("send_message", payload)[1] == {"text": "satu"}
    assert "reply_markup" in envelope("send_message", payload | {"text": "dua", "rest": []})[1]

"""HTML becomes text and entities, or is refused in Telegram's words."""

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.formatting import parse_html, render_html
from simulator.people import Person
from simulator.text import find_entities, units
from tests.simulator.world import Says, refused


def test_tags_become_entities_with_utf16_offsets() -> None:
    text, entities = parse_html(
        '😀 <b>tebal <i>miring</i></b> <a href="https://a.id/?x=1&amp;y">a</a>'
    )
    assert text == "😀 tebal miring a"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 12},
        {"type": "italic", "offset": 9, "length": 6},
        {"type": "text_link", "offset": 16, "length": 1, "url": "https://a.id/?x=1&y"},
    ]


def test_code_with_a_language_is_one_entity() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>') == (
        "x",
        [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
    )


def test_quotes_and_spoilers() -> None:
    _, entities = parse_html(
        '<blockquote expandable>a</blockquote><span class="tg-spoiler">b</span>'
    )
    assert [entity["type"] for entity in entities] == ["expandable_blockquote", "spoiler"]


def test_character_references_are_read_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#33;&#x21;&nbsp;")[0] == '<>&"!!&nbsp;'


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é <", "Unclosed start tag at byte offset 3"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b>a</i>",
            'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", "Unclosed start tag at byte offset 0"),
    ],
)
def test_malformed_html_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_always_comes_through(text: str) -> None:
    assert parse_html(escape(text))[0] == text.replace("'", "&#x27;").replace("&#x27;", "'")


@given(st.text(alphabet="<>b/i a&;\"'="))
def test_any_html_is_either_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(text) for e in entities)


@given(st.text())
def test_the_page_shows_text_without_a_foreign_tag(text: str) -> None:
    clean = text.encode("utf-8", "ignore").decode()
    assert unescape(render_html(clean, find_entities(clean)).split("<")[0]) in clean


def test_the_page_nests_tags_properly() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert render_html("abcdef", entities) == "<b>ab<i>cd</i></b><i>ef</i>"


def test_the_page_never_links_to_a_script() -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}
    assert "javascript" not in render_html("a", [entity])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start", ["bot_command"]),
        ("/laporan@tanggap_bot ok", ["bot_command"]),
        ("lihat https://lapor.go.id.", ["url"]),
        ("hubungi @petugas_desa #jalan", ["mention", "hashtag"]),
        ("surat ke a@b.go.id", ["email"]),
        ("1/2 dan 3/4", []),
    ],
)
def test_what_telegram_finds_by_itself(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in find_entities(text)] == kinds


async def test_white_space_around_is_dropped_and_entities_follow(siti: Person, call: Says) -> None:
    message = await call("sendMessage", chat_id=siti.id, text="  <b> a</b>  ", parse_mode="HTML")
    assert message["text"] == "a"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_entities_may_be_given_ready_made(siti: Person, call: Says) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 1}]
    message = await call("sendMessage", chat_id=siti.id, text="ab", entities=bold)
    assert message["entities"] == bold


async def test_other_parse_modes_are_refused(siti: Person, call: Says) -> None:
    refusal = await refused(call, "sendMessage", chat_id=siti.id, text="a", parse_mode="Wiki")
    assert refusal == "Bad Request: unsupported parse_mode"


async def test_a_lone_surrogate_is_refused(siti: Person, call: Says) -> None:
    refusal = await refused(call, "sendMessage", chat_id=siti.id, text="a\ud83d")
    assert refusal == "Bad Request: strings must be encoded in UTF-8"

"""HTML parse mode, with the errors of Telegram's own parser (td, MessageEntity.cpp)."""

import re
from dataclasses import dataclass
from html import escape

from simulator.errors import ApiError, Json, bad_request
from simulator.text import units

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")
ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']+)\s*(?:=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[a-zA-Z0-9.-]+)))?"""
)
LINK = re.compile(r"(?:https?|tg|mailto|tel|tonsite|ftp)(?::|$)", re.IGNORECASE)


@dataclass(slots=True)
class Tag:
    name: str
    offset: int
    attributes: dict[str, str]


class HtmlParser:
    """Turns one HTML text into plain text and entities, or raises 400."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.plain: list[str] = []
        self.offset = 0
        self.open: list[Tag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self._end_tag()
            elif self.source[self.position] == "<":
                self._start_tag()
            else:
                self._characters()
        if self.open:
            name = self.open[-1].name
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.plain), sorted(self.entities, key=_order)

    def _characters(self) -> None:
        stop = self.source.find("<", self.position)
        stop = len(self.source) if stop < 0 else stop
        piece = REFERENCE.sub(_character, self.source[self.position : stop])
        self.plain.append(piece)
        self.offset += units(piece)
        self.position = stop

    def _start_tag(self) -> None:
        begin = self._byte()
        match = re.compile(r"<([^\s>]*)").match(self.source, self.position)
        assert match
        name, at = match.group(1).lower(), match.end()
        if at >= len(self.source):
            raise _wrong(f"Unclosed start tag at byte offset {begin}")
        if name not in TYPES:
            raise _wrong(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes, at = self._attributes(name, at, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.position = at
        self.open.append(Tag(name, self.offset, attributes))

    def _attributes(self, tag: str, at: int, begin: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at >= len(self.source):
                raise _wrong(f"Unclosed start tag at byte offset {begin}")
            if self.source[at] == ">":
                return found, at + 1
            match = ATTRIBUTE.match(self.source, at)
            if match is None:
                raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            value = match["double"] or match["single"] or match["bare"] or ""
            found[match["name"].lower()] = REFERENCE.sub(_character, value)
            at = match.end()

    def _end_tag(self) -> None:
        begin = self._byte()
        match = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, self.position)
        assert match
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {begin}")
        if not match.group(2):
            raise _wrong(f"Unclosed end tag at byte offset {begin}")
        tag, name = self.open.pop(), match.group(1).lower()
        if name and name != tag.name:
            pair = f'expected "</{tag.name}>", found "</{name}>"'
            raise _wrong(f"Unmatched end tag at byte offset {begin}, {pair}")
        self.position = match.end()
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        entity: Json = {"type": TYPES[tag.name], "offset": tag.offset}
        entity["length"] = self.offset - tag.offset
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href") or "".join(self.plain)[-entity["length"] :]
            if not LINK.match(entity["url"]):
                return
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if entity["length"] and not self._language(tag, entity):
            self.entities.append(entity)

    def _language(self, tag: Tag, entity: Json) -> bool:
        """`<pre><code class="language-x">` is one entity: the inner one only names the language."""
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.name == "code" and language and self.open and self.open[-1].name == "pre":
            self.open[-1].attributes["language"] = language
            return True
        if tag.name == "pre" and "language" in tag.attributes:
            entity["language"] = tag.attributes["language"]
        return False

    def _byte(self) -> int:
        return len(self.source[: self.position].encode())


def parse_html(source: str) -> tuple[str, list[Json]]:
    return HtmlParser(source).parse()


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    if reference in NAMED:
        return NAMED[reference]
    number = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
    usable = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if usable else reference


def _order(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _wrong(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


HTML_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip


def render_html(text: str, entities: list[Json]) -> str:
    """Safe HTML for the chat page: everything is escaped but the tags made here."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    marks = {0, len(encoded) // 2}
    marks.update(e["offset"] for e in entities)
    marks.update(e["offset"] + e["length"] for e in entities)
    bounds = sorted(mark for mark in marks if mark <= len(encoded) // 2)
    html: list[str] = []
    active: list[Json] = []
    for start, stop in zip(bounds, [*bounds[1:], bounds[-1]], strict=True):
        wanted = [e for e in entities if e["offset"] <= start < e["offset"] + e["length"]]
        kept = next((n for n, e in enumerate(active) if e not in wanted), len(active))
        html.extend(_closing(entity) for entity in reversed(active[kept:]))
        html.extend(_opening(entity, text) for entity in wanted if entity not in active[:kept])
        active = active[:kept] + [e for e in wanted if e not in active[:kept]]
        piece = encoded[start * 2 : stop * 2].decode("utf-16-le", "replace")
        html.append(escape(piece))
    return "".join(html)


def _opening(entity: Json, text: str) -> str:
    kind = entity["type"]
    if kind in HTML_TAGS:
        return f"<{HTML_TAGS[kind]}>"
    if kind in ("text_link", "url"):
        start, stop = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        shown = text.encode("utf-16-le", "surrogatepass")[start:stop].decode("utf-16-le", "replace")
        address = entity.get("url", shown)
        href = f' href="{escape(address)}"' if LINK.match(address) else ""
        return f'<a{href} rel="noreferrer" target="_blank">'
    return f'<span class="{escape(kind)}">'


def _closing(entity: Json) -> str:
    kind = entity["type"]
    if kind in HTML_TAGS:
        return f"</{HTML_TAGS[kind]}>"
    return "</a>" if kind in ("text_link", "url") else "</span>"

"""The text or caption of a call, parsed and measured."""

from typing import Any

from simulator.call import Call
from simulator.errors import Json, bad_request
from simulator.formatting import LINK, parse_html
from simulator.text import CAPTION_LENGTH, MESSAGE_LENGTH, clean, find_entities, units


def message_text(call: Call) -> Json:
    """`{text, entities?}` of 1 to 4096 characters after parsing."""
    text, entities = _parsed(call.text("text"), call, "entities", call.params)
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MESSAGE_LENGTH:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption(call: Call, source: Json | None = None) -> Json:
    """`{caption?, caption_entities?}` of at most 1024 characters after parsing.

    `source` is the item of an album; otherwise the parameters of the call.
    """
    params = call.params if source is None else source
    text, entities = _parsed(params.get("caption"), call, "caption_entities", params)
    if units(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    return {**content, "caption_entities": entities} if entities else content


def formatted(text: str, parse_mode: object) -> tuple[str, list[Json]]:
    """Text and its own entities under a parse mode; only HTML and none are spoken here."""
    if "\udc00" <= max(text, default="") <= "\udfff" or _lone_surrogate(text):
        raise bad_request("strings must be encoded in UTF-8")
    mode = str(parse_mode or "").lower()
    if mode not in ("", "none", "html"):
        raise bad_request("unsupported parse_mode")
    plain, entities = parse_html(clean(text)) if mode == "html" else (clean(text), [])
    return _trim(plain, entities)


def _parsed(text: Any, call: Call, key: str, params: Json) -> tuple[str, list[Json]]:
    plain, entities = formatted(str(text or ""), params.get("parse_mode"))
    given = Call(call.telegram, call.bot, call.method, params).objects(key)
    if given and not params.get("parse_mode"):
        entities = [entity for entity in given if _sound(entity, plain)]
    return plain, entities + _automatic(plain, entities)


def _sound(entity: Json, text: str) -> bool:
    if not all(isinstance(entity.get(key), int) for key in ("offset", "length")):
        raise bad_request("can't parse entities: offset and length must be numbers")
    inside = entity["offset"] >= 0 and entity["offset"] + entity["length"] <= units(text)
    return inside and (
        entity.get("type") != "text_link" or bool(LINK.match(str(entity.get("url"))))
    )


def _automatic(text: str, entities: list[Json]) -> list[Json]:
    """What Telegram finds by itself outside the entities that are already there."""
    return [
        found
        for found in find_entities(text)
        if not any(
            found["offset"] < e["offset"] + e["length"]
            and e["offset"] < found["offset"] + found["length"]
            for e in entities
        )
    ]


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Drop white space around the text and shift or shorten the entities with it."""
    lead = units(text) - units(text.lstrip())
    stripped = text.strip()
    end = units(stripped)
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept


def _lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False

"""What an article says, as plain values: compared, checked, put in its place. Pure.

A content holds FIELDS, and `reviewed` (an ISO date), which tells when somebody last looked and is
not compared: looking changes nothing.
"""

import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from core.errors import Refused
from core.i18n import Text
from core.knowledge.components import FACETS
from core.knowledge.models import Article
from core.knowledge.office import FACTS, NUMBERS
from core.knowledge.rules import BRACES

Values = Mapping[str, Any]

MARKS = ("verified", "secondary", "office")
FIELDS = (
    "service",
    "service_name",
    "service_name_en",
    "facet",
    "question",
    "aliases",
    "answer",
    "source",
    "source_url",
    "mark",
)
# Characters, least and most; what does not fit on a button or into a message is no answer.
LENGTHS = {
    "service": (2, 40),
    "service_name": (2, 120),
    "service_name_en": (2, 120),
    "question": (8, 120),
    "answer": (10, 2500),
    "source": (2, 120),
}
ALIAS = (2, 120)
MOST_ALIASES = 40
MOST_ADDRESS = 500
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
LONGEST_CODE = 60
KNOWN = (*FACTS, NUMBERS)


def content_of(article: Article) -> dict[str, Any]:
    """What the article says now."""
    return {name: getattr(article, name) for name in FIELDS} | {
        "reviewed": article.reviewed.isoformat()
    }


def of_row(row: Values) -> dict[str, Any]:
    """The same of a row of content files."""
    return {name: row[name] for name in FIELDS} | {"reviewed": row["reviewed"].isoformat()}


def put(article: Article, content: Values) -> None:
    """The article says this from now on."""
    for name in FIELDS:
        setattr(article, name, content[name])
    article.reviewed = date.fromisoformat(content["reviewed"])


def same(one: Values, other: Values) -> bool:
    return all(one.get(name) == other.get(name) for name in FIELDS)


def checked(content: Values) -> dict[str, Any]:
    """The content as it is kept; refuses the first field that cannot be, and says how it can."""
    kept = {name: _stripped(content.get(name)) for name in FIELDS}
    kept["aliases"] = _aliases(content.get("aliases") or [])
    for name, (least, most) in LENGTHS.items():
        if not isinstance(kept[name], str) or not least <= len(kept[name]) <= most:
            raise Refused("knowledge.wrong.length", field=_named(name), least=least, most=most)
    if not SLUG.fullmatch(kept["service"]):
        raise Refused("knowledge.wrong.choice", field=_named("service"))
    for name, choices in (("facet", FACETS), ("mark", MARKS)):
        if kept[name] not in choices:
            raise Refused("knowledge.wrong.choice", field=_named(name))
    kept["source_url"] = _address(kept["source_url"])
    _braces(kept["answer"])
    return kept | {"reviewed": _day(content.get("reviewed"))}


def differences(before: Values | None, after: Values) -> list[tuple[str, Any, Any]]:
    """Every field that changed, with what it was and what it is; all of a new article's."""
    old = before or {}
    return [
        (name, old.get(name), after.get(name))
        for name in FIELDS
        if (old.get(name) or "") != (after.get(name) or "")
    ]


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Both texts word by word, each piece with what became of it: same, gone or new."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        found += [("gone", "".join(old[a:b]))] if b > a else []
        found += [("new", "".join(new[c:d]))] if d > c else []
    return found


def slug(text: str, most: int = 40) -> str:
    """A name as part of a code: "KTP hilang?" is "ktp-hilang"."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:most].strip("-")


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _aliases(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise Refused("knowledge.wrong.choice", field=_named("aliases"))
    kept = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    least, most = ALIAS
    if len(kept) > MOST_ALIASES or any(not least <= len(one) <= most for one in kept):
        raise Refused("knowledge.wrong.aliases", count=MOST_ALIASES, least=least, most=most)
    return kept


def _address(value: Any) -> str | None:
    if not value:
        return None
    text = str(value)
    if not re.fullmatch(r"https?://[^\s/]+\S*", text) or len(text) > MOST_ADDRESS:
        raise Refused("knowledge.wrong.address")
    return text


def _braces(answer: str) -> None:
    known = ", ".join(f"{{{name}}}" for name in KNOWN)
    for name in BRACES.findall(answer):
        if name not in KNOWN:
            raise Refused("knowledge.wrong.brace", name=f"{{{name}}}", known=known)
    if set("{}") & set(BRACES.sub("", answer)):
        raise Refused("knowledge.wrong.open_brace", known=known)


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Refused("knowledge.wrong.choice", field=_named("reviewed")) from None


def _named(name: str) -> Text:
    return Text(f"knowledge.field.{name}")

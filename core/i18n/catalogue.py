"""The catalogue files: `<language>/<subject>.toml`, one key per text.

A key is the path of tables to the text: `[complaint]` `sent = "…"` is `complaint.sent`.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

LANGUAGES = ("id", "en")
DEFAULT = "id"

# Literal text, parameter name and format spec, in order; the last two are None at the end.
Template = tuple[tuple[str, str | None, str], ...]


@cache
def catalogue(language: str) -> dict[str, Template]:
    """All texts of one language; raises ValueError on a key that two files define."""
    texts: dict[str, Template] = {}
    folder = files("core.i18n") / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, text in _flatten(tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in texts:
                raise ValueError(f"{language}/{file.name}: {key} is defined twice")
            texts[key] = _parse(text)
    return texts


def template(key: str, language: str) -> Template:
    """The text for a key; an unknown language reads Indonesian, an unknown key is a KeyError."""
    return catalogue(language if language in LANGUAGES else DEFAULT)[key]


def has_text(key: str) -> bool:
    return key in catalogue(DEFAULT)


def keys(language: str = DEFAULT) -> dict[str, set[str]]:
    """Every key with the names of its parameters."""
    return {
        key: {name for _, name, _ in parts if name is not None}
        for key, parts in catalogue(language).items()
    }


def _flatten(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _flatten(value, key)
        else:
            yield key, value


def _parse(text: str) -> Template:
    parts = Formatter().parse(text.strip("\n"))
    return tuple((literal, name, spec or "") for literal, name, spec, _ in parts)

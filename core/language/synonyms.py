"""Words that may stand for each other when an answer is looked for; never a matter of spelling."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from core.language.words import spelled


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in _data()["groups"].strip().splitlines())


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations everybody knows, and what they stand for in plain spelling."""
    return {short: " ".join(spelled(long)) for short, long in _data()["abbreviations"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("core.language") / "synonyms.toml").read_text(encoding="utf-8"))

"""Words that may stand for each other when an answer is looked for; never a matter of spelling."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in _data()["groups"].strip().splitlines())


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations everybody knows, and what they stand for in plain spelling."""
    return dict(_data()["abbreviations"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("core.language") / "synonyms.toml").read_text(encoding="utf-8"))

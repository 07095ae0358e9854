"""Sets of features for offices of a size, read from `presets.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def presets() -> Mapping[str, tuple[str, ...]]:
    """What is on in each, by its name; the smallest first."""
    text = files("core.features").joinpath("presets.toml").read_text(encoding="utf-8")
    return {name: tuple(one["on"]) for name, one in tomllib.loads(text).items()}

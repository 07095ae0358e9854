"""Tickets ticked in a list: a box is named by the number of its ticket and worth its version."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from admin.forms import Form, Id

CODE = re.compile(r"LP-[0-9A-Z]{4}-[0-9A-Z]{4}")
LONGEST_VERSION = 9


class Picked(Form):
    picked: dict[str, Id] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def gather(cls, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes become one field; nothing else may call itself so."""
        boxes = {name: value for name, value in fields.items() if CODE.fullmatch(name)}
        rest = {name: value for name, value in fields.items() if name not in boxes}
        if "picked" in rest:
            rest["extra"] = ""  # which no form has
        return {**rest, "picked": boxes}


def picked_in(fields: Mapping[str, str]) -> dict[str, int]:
    """The tickets ticked in whatever was sent, with the versions they were seen in."""
    boxes = {name: value for name, value in fields.items() if CODE.fullmatch(name)}
    return {
        code: int(version)
        for code, version in boxes.items()
        if version.isdecimal() and len(version) <= LONGEST_VERSION
    }

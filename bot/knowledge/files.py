"""Content files read one by one: the parsed model, or what to do about each mistake and where."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.schema import Content

Model = TypeVar("Model", bound=Content)

Place = tuple[str | int, ...]

ADVICE = {
    "missing": "add this field",
    "extra_forbidden": "remove or rename it; the shape has no such field",
    "string_too_long": "shorten it to {max_length} characters",
    "string_too_short": "write at least {min_length} characters",
    "too_long": "keep at most {max_length} of them (now {actual_length})",
    "too_short": "give at least {min_length} of them (now {actual_length})",
    "literal_error": "use one of {expected}",
    "string_pattern_mismatch": "write it as the pattern {pattern} asks",
    "greater_than_equal": "use {ge} or more",
    "less_than_equal": "use {le} or less",
}


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake; prints as `file:line: field: what to do`."""

    file: str
    line: int
    field: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.advice}"


@dataclass(frozen=True)
class File:
    """One content file, `name` relative to the content folder."""

    name: str
    text: str

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def problem(self, place: Place, advice: str) -> Problem:
        """Say what to do about the value at `place`, such as ("article", 2, "answer")."""
        field = ".".join(str(part) for part in place) or "file"
        return Problem(self.name, self._line(place), field, advice)

    def _line(self, place: Place) -> int:
        lines = self.text.splitlines()
        start, inside = _table(lines, place)
        field = inside[0] if inside else ""
        for number, line in enumerate(lines[start:], start + 1):
            if number > start + 1 and line.startswith("["):
                break
            if re.match(rf"{re.escape(str(field))}\s*=", line):
                return number
        return max(start + 1, 1)


def _table(lines: list[str], place: Place) -> tuple[int, Place]:
    """Index of the header of the innermost table that `place` names, and the rest of the place.

    The index is 0 when it is at the top.
    """
    start, name, inside = 0, "", place
    while len(inside) > 1:
        name = f"{name}.{inside[0]}".removeprefix(".")
        headers = [at for at in range(start, len(lines)) if lines[at].strip() in _written(name)]
        index = inside[1] if isinstance(inside[1], int) else 0
        if index >= len(headers):
            break
        start = headers[index]
        inside = inside[2:] if isinstance(inside[1], int) else inside[1:]
    return start, inside


def _written(name: str) -> tuple[str, str]:
    return f"[[{name}]]", f"[{name}]"


def read(root: Path, path: Path) -> File:
    return File(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def parse(file: File, model: type[Model]) -> Model | list[Problem]:
    """The file as `model`, or every mistake in it."""
    try:
        return model.model_validate(tomllib.loads(file.text))
    except tomllib.TOMLDecodeError as error:
        return [_broken(file, error)]
    except ValidationError as error:
        return [file.problem(*_explain(details)) for details in error.errors()]


def _broken(file: File, error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else len(file.text.splitlines())
    return Problem(file.name, line, "file", f"mend the TOML here: {error}")


def _explain(details: ErrorDetails) -> tuple[Place, str]:
    context: dict[str, Any] = details.get("ctx", {})
    if details["type"] == "value_error":
        return _own_words(details["loc"], str(context["error"]))
    words = ADVICE.get(details["type"])
    return details["loc"], words.format(**context) if words else details["msg"]


def _own_words(place: Place, words: str) -> tuple[Place, str]:
    """A rule about a whole table starts its words with the field it is about."""
    field, _, advice = words.partition(": ")
    return ((*place, field), advice) if advice and field.isidentifier() else (place, words)

"""What a form may hold: every field is named, anything else is refused."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from core.errors import Refused
from core.i18n import Text

MOST_FIELDS = 40
LARGEST_ID = 2**53


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Form):
    """A form that is only a button."""


def _blank(value: Any) -> Any:
    return None if value == "" else value


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
# Too long for one that is kept, so that the refusal can say so.
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Choice = Annotated[Id | None, BeforeValidator(_blank)]
Number = Annotated[int | None, BeforeValidator(_blank)]

F = TypeVar("F", bound=BaseModel)


def parse_body(body: bytes) -> dict[str, str]:
    """The fields of a form; 400 for what no browser sends."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise web.HTTPBadRequest from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise web.HTTPBadRequest
    return {name: clean(value) for name, value in fields.items()}


def clean(text: str) -> str:
    """The text without the sign no database keeps, with one kind of line end."""
    return text.replace("\x00", "").replace("\r\n", "\n")


def filled(form: type[F], fields: Mapping[str, str]) -> F:
    """The form; raises Refused naming the first field that cannot be, 400 for an unknown one."""
    try:
        return form.model_validate(fields)
    except ValidationError as problem:
        errors = problem.errors(include_url=False, include_input=False)
        if any(error["type"] == "extra_forbidden" for error in errors):
            raise web.HTTPBadRequest from None
        field = Text(f"panel.field.{errors[0]['loc'][0]}")
        raise Refused("panel.refused.field", field=field) from None


def asked(query: type[F], request: web.Request) -> F:
    """The parameters of a page, as typed; 400 for one that cannot be."""
    fields = {name: clean(value) for name, value in request.query.items()}
    for told in ("said", "n"):
        fields.pop(told, None)
    try:
        return query.model_validate(fields)
    except ValidationError:
        raise web.HTTPBadRequest from None

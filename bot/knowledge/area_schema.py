"""The shape of `areas/`: the areas of an invented office and the landmarks in them."""

from typing import Annotated, Literal

from pydantic import Field

from bot.knowledge.schema import Content, Line, Slug

Longitude = Annotated[float, Field(ge=95, le=141)]
Latitude = Annotated[float, Field(ge=-11, le=6)]


class Area(Content):
    """`ring` is its border, longitude before latitude, without the first point once more.

    `outside` says whom to turn to beyond the border.
    """

    code: Slug
    kind: Literal["kecamatan", "kelurahan", "desa", "dusun", "rw"]
    name: Line
    parent: Slug | None = None
    outside: Annotated[str, Field(max_length=120)] = ""
    ring: Annotated[list[tuple[Longitude, Latitude]], Field(min_length=3)]


class Landmark(Content):
    """What people name instead of an address; its area is the one that holds the point."""

    name: Line
    aliases: list[Line] = Field(default_factory=list)
    latitude: Latitude
    longitude: Longitude


class Areas(Content):
    name: Line
    area: Annotated[list[Area], Field(min_length=1)]
    landmark: list[Landmark] = Field(default_factory=list)

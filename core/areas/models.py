"""The areas an office is responsible for, and the landmarks people name instead of an address."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

# From the largest to the smallest; kinds of one rank lie side by side.
RANKS = (
    ("kabupaten", "kota"),
    ("kecamatan", "distrik"),
    ("kelurahan", "desa", "nagari", "gampong"),
    ("lingkungan", "dusun"),
    ("rw",),
    ("rt",),
)
KINDS = tuple(kind for kinds in RANKS for kind in kinds)


class Area(Base):
    """A kelurahan, an RW and so on, with its border as a GeoJSON geometry in WGS84.

    `name` is without the kind ("Melati", "02"), `full_name` with it and with the areas above.
    `unit_id` is the unit that serves the area; `outside` says whom to turn to just across its
    border. West, south, east and north are the box around it in degrees.
    """

    __tablename__ = "areas"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    full_name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    outside: Mapped[str] = mapped_column(default="")
    # Large, and only needed to find points: loaded where it is asked for.
    shape: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Landmark(Base):
    """What people say instead of an address; with a point, its area follows from the point."""

    __tablename__ = "landmarks"
    __table_args__ = (Index("ix_landmarks_area_id", "area_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    closed_at: Mapped[datetime | None]

"""What routing has learned so far: one row for every time it tried."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

# `better` was taken; the others left the one before in use.
VERDICTS = ("better", "worse_than_before", "worse_than_start")


class RouterModel(Base):
    """One training: its figures on reports it had not learned from, and whether it is used.

    `top1` and `top3` are shares of `held` reports, 0 to 1: right at once, and within three;
    `start_top1` is what names, keywords and examples alone find, `before_top1` what the version
    in use found, None for the first. Only the version in use has `weights`; they hold words that
    three reports share at least, and nobody's sentences.
    """

    __tablename__ = "router_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    trained_at: Mapped[datetime]
    learned: Mapped[int]
    held: Mapped[int]
    top1: Mapped[float]
    top3: Mapped[float]
    start_top1: Mapped[float]
    before_top1: Mapped[float | None]
    verdict: Mapped[str]
    weights: Mapped[bytes | None] = mapped_column(LargeBinary)

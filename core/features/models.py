"""Which features are on."""

from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class FeatureSwitch(Base):
    """A feature without a row is on."""

    __tablename__ = "features"

    name: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]

    @property
    def id(self) -> str:
        """By what the audit log names it."""
        return self.name

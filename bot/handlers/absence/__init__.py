"""Leave and travel of staff, in chat."""

from bot.handlers.absence import writing
from bot.handlers.absence.listing import absence

__all__ = ["absence", "writing"]

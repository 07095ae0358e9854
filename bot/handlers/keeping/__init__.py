"""Officers keep what the bot knows: what nobody could answer, and what may no longer be true."""

from bot.handlers.keeping import gaps, replies, reviewing, writing
from bot.handlers.keeping.door import knowledge

__all__ = ["gaps", "knowledge", "replies", "reviewing", "writing"]

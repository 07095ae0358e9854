"""Announcements, as the office writes them in chat and looks after them."""

from bot.handlers.announce import following, writing
from bot.handlers.announce.writing import announce

__all__ = ["announce", "following", "writing"]

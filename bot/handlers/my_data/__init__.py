"""/datasaya: what somebody may ask about their own data (UU 27/2022)."""

from bot.handlers.my_data import consents, correcting, deleting
from bot.handlers.my_data.menu import my_data

__all__ = ["consents", "correcting", "deleting", "my_data"]

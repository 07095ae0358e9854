"""The desk: what a member of staff does with a ticket in chat, one file per conversation."""

from bot.handlers.desk import (
    accepting,
    disposing,
    explaining,
    merging,
    referring,
    relaying,
    returning,
    solving,
    sorting,
    templates,
    transcribing,
    writing,
)
from bot.handlers.desk.answering import reply_to_card
from bot.handlers.desk.approving import proposal
from bot.handlers.desk.door import ticket
from bot.handlers.desk.welcome import desk, menu_staff, welcome_staff

# Each of them gives the flow of tickets its buttons and steps.
CONVERSATIONS = (
    accepting,
    writing,
    templates,
    solving,
    disposing,
    referring,
    returning,
    merging,
    sorting,
    explaining,
    transcribing,
    relaying,
)

__all__ = [
    "CONVERSATIONS",
    "desk",
    "menu_staff",
    "proposal",
    "reply_to_card",
    "ticket",
    "welcome_staff",
]

"""What somebody writes out of nowhere: heard for what it is, and handed to who deals with it."""

import re

from telegram.ext import filters

from bot.flow import STAY
from bot.handlers import complaint, contact, my_tickets, question
from bot.handlers.albums import joins_ticket
from bot.handlers.draft import Draft, piece_of
from bot.handlers.lines import paragraphs
from bot.handlers.menu import BUTTONS
from bot.handlers.places import is_cancel
from bot.handlers.privacy import line
from bot.library import ear
from bot.turn import Turn
from core.i18n import Text

COMMAND = re.compile(r"/\w{1,32}(@\w+)?")
NUMBER = re.compile(r"\bLP[- ]?\w{4}[- ]?\w{4}\b", re.IGNORECASE)
LONGEST_QUERY = 60


async def news(turn: Turn) -> str | None:
    """The first message is already the draft, unless it is something else."""
    if await joins_ticket(turn):
        return STAY
    piece = piece_of(turn)
    if piece.empty or is_command(turn.text) or is_cancel(turn):
        return nothing(turn)
    if found := NUMBER.search(turn.text) if len(turn.text) <= LONGEST_QUERY else None:
        return await my_tickets.show_by_code(turn, found[0])
    heard = _hears(turn, piece.text)
    if piece.file or piece.location:
        return await complaint.begin(turn, kind=_kind(heard))
    return await _hear(turn, heard)


def _hears(turn: Turn, text: str) -> str:
    """What kind of message it is; who tells of an emergency is not answered like a question."""
    emergency = bool(turn.alarm) and not turn.alarm.asked
    return ear().kind(text) if text and not emergency else "complaint"


async def _hear(turn: Turn, heard: str) -> str | None:
    match heard:
        case "greeting" | "thanks":
            words = paragraphs(Text(f"first.{heard}"), line(turn))
            turn.say("common.plain", buttons=BUTTONS, text=words)
            return STAY
        case "status":
            return await my_tickets.first(turn)
        case "officer":
            return contact.begin(turn)
        case "question":
            return await question.start(turn)
    return await complaint.begin(turn, kind=_kind(heard))


def nothing(turn: Turn) -> str | None:
    """A sticker, an unknown command: a friendly word, and what can be done."""
    if filters.StatusUpdate.ALL.check_update(turn.update):
        return STAY  # somebody pinned a message, or the like: nobody said anything
    key = "first.unknown_command" if is_command(turn.text) else "first.no_words"
    turn.say(key, buttons=BUTTONS)
    return STAY


async def ask_instead(turn: Turn) -> str | None:
    """The draft was meant as a question."""
    other = {"information_request": "complaint"}.get(Draft(turn.data).kind, "information_request")
    turn.data["kind"] = other
    return "complaint.preview"


def is_command(text: str) -> bool:
    return COMMAND.fullmatch(text) is not None


def _kind(heard: str) -> str:
    return heard if heard in ("aspiration",) else "complaint"

"""What somebody writes out of nowhere: heard for what it is, and handed to who deals with it."""

import re

from telegram.ext import filters

from bot.flow import STAY
from bot.handlers import complaint, contact, my_tickets, question
from bot.handlers.albums import joins_ticket
from bot.handlers.draft import Draft, Piece, piece_of
from bot.handlers.lines import paragraphs
from bot.handlers.menu import BUTTONS
from bot.handlers.places import is_cancel
from bot.handlers.privacy import line
from bot.library import ear
from bot.turn import Turn
from bot.words import has_words
from core.i18n import Text

COMMAND = re.compile(r"/\w{1,32}(@\w+)?")
NUMBER = re.compile(r"\bLP[- ]?\w{4}[- ]?\w{4}\b", re.IGNORECASE)
LONGEST_QUERY = 60


async def news(turn: Turn) -> str | None:
    """The first message is already the draft, unless it is something else."""
    if await joins_ticket(turn):
        return STAY
    piece = piece_of(turn)
    if holds_nothing(turn, piece) or is_cancel(turn) or _is_only_a_sign(piece):
        return nothing(turn)
    if code := code_in(turn.text):
        return await my_tickets.show_by_code(turn, code)
    heard = _hears(turn, piece.text)
    if piece.file or piece.location:
        return await complaint.begin(turn, kind=_kind(heard))
    return await hear(turn, heard)


def _hears(turn: Turn, text: str) -> str:
    """What kind of message it is; who tells of an emergency is not answered like a question."""
    emergency = bool(turn.alarm) and not turn.alarm.asked
    return ear().kind(text) if text and not emergency else "complaint"


async def hear(turn: Turn, heard: str) -> str | None:
    """Do what a message without files asks for; the kinds are those of an `Ear`."""
    match heard:
        case "greeting" | "thanks" | "chat" | "abuse" | "foreign":
            words = paragraphs(Text(f"first.{heard}"), line(turn))
            turn.say("common.plain", buttons=BUTTONS, text=words)
            return STAY
        case "announcement":
            turn.say("complaint.invite")
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
    """The draft was meant as a question, or is a report after all.

    A question of words alone may have an answer already; where and what it looks like, an officer
    has to see.
    """
    draft, was = Draft(turn.data), Draft(turn.data).kind
    turn.data["kind"] = "complaint" if was == "information_request" else "information_request"
    words_only = not (draft.files or draft.place or draft.location)
    if was != "information_request" and words_only and "asked" not in turn.data:
        return await question.instead(turn)
    return "complaint.preview"


def holds_nothing(turn: Turn, piece: Piece) -> bool:
    """Whether there is nothing to keep: a sticker, or a command nobody knows without a file."""
    return piece.empty or (is_command(turn.text) and piece.file is None)


def _is_only_a_sign(piece: Piece) -> bool:
    return not (piece.file or piece.location or has_words(piece.text))


def is_command(text: str) -> bool:
    return COMMAND.fullmatch(text) is not None


def code_in(text: str) -> str | None:
    """The number of a ticket in a short message; in a longer one it is only mentioned."""
    found = NUMBER.search(text) if len(text) <= LONGEST_QUERY else None
    return found[0] if found else None


def _kind(heard: str) -> str:
    return heard if heard in ("aspiration",) else "complaint"

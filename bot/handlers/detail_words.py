"""What is written while a question is open: whether it answers that one, another one, or none."""

from bot.flow import STAY
from bot.handlers import first_message, holding
from bot.handlers.draft import piece_of
from bot.library import ear
from bot.turn import Turn
from core.details.models import CategoryQuestion
from core.details.queries import question_by_id, questions_of, stoppers_of
from core.details.services import answer
from core.errors import Moved, Refused
from core.i18n import LANGUAGES, Text
from core.routing.queries import directory
from core.routing.rules import tells_enough
from core.tickets import rules
from core.tickets import services as tickets
from core.tickets.models import Ticket
from core.tickets.queries import by_message

# What a message can be that answers no question of ours.
SOMETHING_ELSE = ("greeting", "thanks", "announcement", "question", "status", "officer")
# A sentence of so many words may be a report of its own.
SENTENCE = 4


async def asks(turn: Turn, ticket: Ticket) -> bool:
    """Whether there is something to ask about the ticket, and it can still be answered."""
    if not turn.features.on("details"):
        return False
    known = (await directory(turn.session, now=turn.now)).choices
    choice = known.get(ticket.category_id or 0)
    wanted = choice is not None and choice.asks and ticket.kind == "complaint"
    return wanted and rules.may("reporter", "edit", ticket.state)


async def quoted(turn: Turn, ticket: Ticket) -> CategoryQuestion | None:
    """The question that the message replied to asks, known by its words."""
    original = turn.message.reply_to_message if turn.message else None
    words = (original.text or "") if original else ""
    if not words or turn.files or not await asks(turn, ticket):
        return None
    found = await questions_of(turn.session, ticket.category_id or 0)
    return next((one for one in found if any(one.wording_in(x) in words for x in LANGUAGES)), None)


async def is_about(turn: Turn, ticket: Ticket) -> bool:
    """Whether the message replies to one of the ticket."""
    original = turn.message.reply_to_message if turn.message else None
    if original is None:
        return False
    return await by_message(turn.session, turn.person, original.message_id) == ticket.id


def belongs_to_report(turn: Turn) -> bool:
    """A photo or a place sent now is about what was just reported."""
    piece = piece_of(turn)
    return bool(turn.files or piece.location or piece.contact)


def is_something_else(turn: Turn, *, a_try: bool = False) -> bool:
    """A danger, a question, thanks, the number of a case: dealt with as ever.

    What tried to be a number or a day ("2 apa 3 ya?") sounds like a question and is none.
    """
    danger = bool(turn.alarm) and not turn.alarm.asked
    heard = ear().kind(turn.text)
    other = heard in SOMETHING_ELSE and not (a_try and heard == "question")
    return danger or other or first_message.code_in(turn.text) is not None


async def may_be_a_report(turn: Turn) -> bool:
    """Whether words that would do as an answer tell of something that is reported here."""
    if len(turn.text.split()) < SENTENCE or not tells_enough(turn.text):
        return False
    known = await directory(turn.session, now=turn.now)
    return ear().kind(turn.text) == "aspiration" or known.guess(turn.text) is not None


async def something_new(turn: Turn) -> str | None:
    return STAY if await holding.holds(turn) else await first_message.news(turn)


async def replied(turn: Turn, ticket: Ticket) -> bool:
    """Take a reply to a question for its answer, wherever the person is; False for any other."""
    return await _answered(turn, ticket, await quoted(turn, ticket))


async def corrected(turn: Turn, ticket: Ticket) -> bool:
    """Change the answer that an edited message gave; False when it gave none, or is none now."""
    assert turn.message is not None
    written = turn.message.message_id
    mine = [one for one in ticket.details or [] if one.get("message") == written]
    asked = await question_by_id(turn.session, mine[0]["question"]) if mine else None
    return await _answered(turn, ticket, asked)


async def _answered(turn: Turn, ticket: Ticket, asked: CategoryQuestion | None) -> bool:
    if asked is None:
        return False
    try:
        said = await keep(turn, ticket, asked, turn.text)
    except Moved:
        raise
    except Refused:
        return False
    turn.say("details.noted_for", own=ticket, code=ticket.code, said=said or "")
    stop = await stop_at(turn, asked, said or "")
    if stop is not None:
        turn.say("common.plain", own=ticket, text=stop)
    return True


async def stop_at(turn: Turn, asked: CategoryQuestion, said: str) -> Text | None:
    """Where whoever gave this answer is better helped; None for most."""
    if asked.kind != "choice" or not said:
        return None
    found = (await stoppers_of(turn.session, asked)).get(said)
    if found is None:
        return None
    words, number = found.words_in(turn.person.language), found.number
    if number is None or number.tested_on is None:
        return Text("complaint.warning", words=words)
    name = number.name_in(turn.person.language)
    return Text("complaint.warning_call", words=words, number=number.number, name=name)


async def keep(turn: Turn, ticket: Ticket, asked: CategoryQuestion, typed: str) -> str | None:
    """Keep the answer; its message leads to the ticket, so that a reply or an edit finds it."""
    written = turn.message.message_id if turn.message else None
    said = await answer(
        turn.session,
        ticket,
        turn.person,
        asked,
        typed,
        now=turn.now,
        today=turn.now.astimezone(turn.session.info["service"].zone).date(),
        source=turn.source,
        message=written,
    )
    if written is not None:
        tickets.link(turn.session, ticket, turn.person, [written])
    return said

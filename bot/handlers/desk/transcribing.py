"""Writing down what voices say: the queue, the voices of one case, and one of them."""

from bot.flow import DONE
from bot.handlers.desk.door import (
    about,
    attempt_on,
    begin,
    cancel,
    number,
    officer,
    ticket,
)
from bot.handlers.desk.draft import add, is_empty, more_may_come, show_whole, words_only
from bot.handlers.lines import NOTHING, beginning, lines, paragraphs
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.tickets.access import admits, within_reach
from core.tickets.attachments import file_of, pass_on
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for
from core.transcripts import queries, services
from core.transcripts.queries import Voice
from core.transcripts.rules import MACHINE

# Of a case with more voices these are the newest; a message holds no more.
MOST_SHOWN = 20


@ticket.command("transkrip", "transcribe")
async def queue(turn: Turn) -> None:
    """Every voice that waits, as far as this officer may hear it; the oldest first."""
    reach = within_reach(officer(turn))
    found = await queries.waiting(turn.session, reach)
    if not found:
        turn.say("transcripts.none")
        return
    total = await queries.count_waiting(turn.session, reach)
    told = lines(_queued(place, one) for place, one in enumerate(found, 1))
    rows = tuple((_opening(place, one),) for place, one in enumerate(found, 1))
    turn.say("transcripts.queue", buttons=rows, total=total, lines=told)


def _queued(place: int, one: Voice) -> Text:
    facts = {"code": one.ticket.code, "length": _length(one), "at": one.transcript.added_at}
    return Text("transcripts.queue_line", place=str(place), **facts)


def _opening(place: int, one: Voice) -> Button:
    label = Text("transcripts.open_queued", place=str(place), code=one.ticket.code)
    return Button("ticket.hear", one.id, one.transcript.version, label)


@ticket.action
async def transcribe(turn: Turn) -> None:
    """The button on a card: all voices of the case, and what is known of them."""
    assert turn.tap is not None
    found = await ticket_for(turn.session, officer(turn), number(turn.tap.value))
    voices = (await queries.voices_of(turn.session, found))[-MOST_SHOWN:]
    if not voices:
        raise Refused("transcripts.refused.gone")
    told = lines(_of_case(place, one) for place, one in enumerate(voices, 1))
    label = [Text("transcripts.open_of_case", place=str(n)) for n in range(1, len(voices) + 1)]
    rows = tuple(
        (Button("ticket.hear", one.id, one.transcript.version, said),)
        for said, one in zip(label, voices, strict=True)
    )
    turn.say("transcripts.of_case", about=found.id, buttons=rows, code=found.code, lines=told)


def _of_case(place: int, one: Voice) -> Text:
    row = one.transcript
    by_machine = row.state == "written" and row.writer == MACHINE
    facts = {"who": row.writer_name, "said": beginning(row.text)}
    state = Text(f"transcripts.state.{row.state}{'_machine' if by_machine else ''}", **facts)
    return Text("transcripts.case_line", place=str(place), length=_length(one), state=state)


def _length(one: Voice) -> Text:
    if not one.length:
        return Text("transcripts.length_unknown")
    return Text("transcripts.length", length=one.length)


@ticket.action
async def hear(turn: Turn) -> str:
    """Play one of them, and wait for what it says."""
    assert turn.tap is not None
    staff, one = officer(turn), await _voice(turn, number(turn.tap.value))
    found = await ticket_for(turn.session, staff, one.ticket.id)
    await admits(turn.session, found, staff, "transcribe")
    if one.file.stored is not None:
        file = file_of(turn.session, found, one.file)
        pass_on(turn.session, found, turn.person, [file], now=turn.now)
    row = one.transcript
    facts = {"id": one.id, "version": row.version, "state": row.state, "text": row.text}
    return begin(
        turn, "transcript_text", found, voice={**facts, "hidden": found.hidden is not None}
    )


async def _voice(turn: Turn, attachment_id: int) -> Voice:
    found = await queries.voice(turn.session, attachment_id)
    if found is None:
        raise Refused("transcripts.refused.gone")
    return found


async def _ask(turn: Turn) -> None:
    if not is_empty(turn):
        show_whole(turn)
        return
    facts = turn.data["voice"]
    kind = "written" if facts["state"] == "written" else "waiting"
    prompt = Text(f"transcripts.prompt.{kind}", said=facts["text"], **about(turn))
    warning = Text("transcripts.prompt.hidden") if facts["hidden"] else NOTHING
    turn.say(
        "common.plain", buttons=(("inaudible",), ("cancel",)), text=paragraphs(prompt, warning)
    )


@ticket.step(_ask)
async def transcript_text(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped == "inaudible":
        return await _write(turn, None)
    words_only(turn)
    add(turn)
    if more_may_come(turn):
        return "transcript_text"
    return await _write(turn, turn.data["text"])


async def _write(turn: Turn, text: str | None) -> str:
    one, typed = turn.data["voice"], turn.data.get("text", "")
    seen = {"seen": one["version"]}
    about_ticket = turn.data["ticket"]["id"]
    found = await attempt_on(
        turn, about_ticket, None, typed, services.transcribe, one["id"], text, **seen
    )
    if found is not None:
        await _say_done(turn, found, one, text or "")
    return DONE


async def _say_done(turn: Turn, found: Ticket, one: dict[str, int], text: str) -> None:
    done = Text(f"transcripts.done.{'written' if text else 'unclear'}", code=found.code, said=text)
    again = Button("ticket.hear", one["id"], one["version"] + 1, "button.ticket.again")
    rows = [(again,), *await _next(turn)]
    suggested = await _suggestion(turn, found) if text else NOTHING
    if suggested is not NOTHING:
        rows.insert(0, (Button("ticket.sort", found.id, found.version),))
    words = paragraphs(done, suggested)
    turn.say("common.plain", buttons=tuple(rows), about=found.id, text=words)


async def _suggestion(turn: Turn, found: Ticket) -> Text:
    """What it is about, where nobody knew that as long as nobody had listened."""
    if found.category_id is not None or found.state == "closed":
        return NOTHING
    choice = (await directory(turn.session, now=turn.now)).suggest(found.words).choice
    if choice is None:
        return NOTHING
    return Text("transcripts.done.suggestion", category=choice.name_in(turn.person.language))


async def _next(turn: Turn) -> list[tuple[Button, ...]]:
    """The voice that waits longest, if there is another."""
    reach = within_reach(officer(turn))
    oldest = await queries.waiting(turn.session, reach, most=1)
    if not oldest:
        return []
    label = Text("transcripts.next", count=await queries.count_waiting(turn.session, reach))
    return [(Button("ticket.hear", oldest[0].id, oldest[0].transcript.version, label),)]

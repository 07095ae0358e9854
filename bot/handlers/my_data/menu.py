"""The rooms of /datasaya, the file with everything in it, and what is under way."""

from bot.flow import Flow
from bot.handlers.lines import NOTHING, lines, paragraphs
from bot.handlers.privacy import source
from bot.turn import Turn
from core import outbox
from core.i18n import Text
from core.outbox import Button
from core.privacy import export, queries, services
from core.privacy.models import PrivacyRequest

my_data = Flow("mydata")


@my_data.command("datasaya", "mydata")
@my_data.action
async def show(turn: Turn) -> None:
    asked = await queries.requests_of(turn.session, turn.person)
    waiting = [_line(one) for one in asked if one.state == "open"]
    under_way = Text("rights.under_way", lines=lines(waiting)) if waiting else NOTHING
    restricted = Text("rights.restricted") if turn.person.restricted_at else NOTHING
    said = paragraphs(Text("rights.menu"), restricted, under_way)
    turn.say("common.plain", buttons=_rooms(turn), text=said)


def _rooms(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    pause = "resume" if turn.person.restricted_at else "restrict"
    rows = (("export",), ("correct", "consents"), (pause, "delete"))
    return tuple(tuple(Button(f"mydata.{one}") for one in row) for row in rows)


@my_data.action
async def export_(turn: Turn) -> None:
    """The whole file at once, in this chat."""
    await services.done_at_once(turn.session, turn.person, "access", now=turn.now)
    letter = await export.letter(turn.session, turn.person, now=turn.now)
    outbox.post(turn.session, turn.person.lane, letter, now=turn.now, kind="interactive")


@my_data.command("batasi", "restrict")
@my_data.action
async def restrict(turn: Turn) -> None:
    """The office looks into it: what is open of theirs may have to go on by law."""
    request = await services.ask(turn.session, turn.person, "restrict", now=turn.now)
    await received(turn, request)


@my_data.action
async def resume(turn: Turn) -> None:
    await services.lift_restriction(turn.session, turn.person, now=turn.now)
    turn.say("rights.resumed", buttons=BACK)


async def received(turn: Turn, request: PrivacyRequest) -> None:
    """Say until when it is decided, and by whose clock."""
    rule = await queries.rule(turn.session, services.clock_of(request.kind))
    what = Text(f"rights.kind.{request.kind}")
    turn.say("rights.received", buttons=BACK, what=what, due=request.due_at, source=source(rule))


def _line(request: PrivacyRequest) -> Text:
    what = Text(f"rights.kind.{request.kind}")
    return Text("rights.waiting", what=what, due=request.due_at)


BACK = ((Button("mydata.show", label="button.mydata.back"),),)

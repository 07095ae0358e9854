"""The case as a document for the Ombudsman, for whoever reported it."""

from bot.flow import Flow
from bot.handlers.desk.door import number
from bot.turn import Turn
from core import i18n, outbox
from core.outbox import Letter
from core.tickets.bundle import bundle as document
from core.tickets.bundle import name_of
from core.tickets.queries import ticket_for
from core.tickets.reporters import own_reader

bundle = Flow("bundle")


@bundle.action
async def send(turn: Turn) -> None:
    assert turn.tap is not None
    found = await ticket_for(turn.session, turn.person, number(turn.tap.value))
    language = turn.person.language
    page = await document(turn.session, found, language)
    file = {"field": "document", "text": page, "name": name_of(found)}
    caption = i18n.html("bundle.caption", language, code=found.code)
    to = own_reader(turn.session, turn.person, found)
    outbox.post(
        turn.session,
        to.lane,
        Letter(f"{outbox.UPLOAD}document", {"file": file, "caption": caption}),
        now=turn.now,
        kind="interactive",
        about=found.id,
    )

"""The code at a unit's counter: shown to staff, scanned by whoever was served there."""

import asyncio
from base64 import b64encode

from bot.handlers.desk.door import officer
from bot.handlers.lines import paragraphs
from bot.handlers.privacy import line
from bot.handlers.survey.asking import begin, survey
from bot.turn import Turn
from core import i18n, outbox
from core.errors import Refused
from core.i18n import Text
from core.outbox import UPLOAD, Letter
from core.people.queries import staff_of, unit_by_id
from core.survey import queries, services
from core.survey.counter import PAYLOAD, link_to, picture


async def opened(turn: Turn) -> str:
    """Somebody scanned the code of a unit's counter."""
    found = PAYLOAD.fullmatch(turn.argument)
    assert found is not None
    if turn.staff is not None:
        raise Refused("survey.refused.staff")
    unit = await unit_by_id(turn.session, int(found[1]))
    service = await services.open_at_counter(turn.session, unit, turn.person, now=turn.now)
    assert unit is not None
    words = paragraphs(Text("survey.begins", unit=unit.name), line(turn))
    turn.say("common.plain", text=words)
    return begin(turn, service)


@survey.action
async def counter(turn: Turn) -> None:
    """The picture to print, with the link."""
    officer(turn)
    staff = await staff_of(turn.session, turn.person)
    if staff is None or not await queries.is_on(turn.session):
        raise Refused("survey.refused.off")
    link = await link_to(turn.session, staff.unit)
    if not link:
        raise Refused("survey.refused.no_link")
    drawn = await asyncio.to_thread(picture, link)
    file = {
        "field": "photo",
        "content": b64encode(drawn).decode(),
        "name": f"skm-{staff.unit.code}.png",
    }
    language = turn.person.language
    caption = i18n.html("survey.counter_qr", language, unit=staff.unit.name, link=link)
    photo = Letter(f"{UPLOAD}photo", {"file": file, "caption": caption})
    outbox.post(turn.session, turn.person.lane, photo, now=turn.now, kind="interactive")

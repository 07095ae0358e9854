"""After it was sent: how far it is, stopping it, agreeing to it, and what other media need."""

from bot.handlers.announce.writing import announce
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number, officer
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.announcements import queries, services, sharing
from core.announcements.models import Announcement
from core.announcements.services import Author
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button

LATEST = 5


@announce.action
async def latest(turn: Turn) -> None:
    """The newest ones, each a button."""
    officer(turn)
    found = await queries.listed(turn.session, LATEST)
    rows = tuple((Button("announce.show", one.id, label=_label(one)),) for one in found)
    key = "announcements.latest" if found else "announcements.none"
    turn.say(key, buttons=(*rows, (Button("announce.write"),)))


@announce.action
async def show(turn: Turn) -> None:
    """How far it is; the button below brings the numbers up to date in place."""
    await _say(turn, await _row(turn))


@announce.action
async def stop(turn: Turn) -> None:
    row = await _row(turn, lock=True)
    await services.stop(turn.session, row, Author.of(officer(turn)), now=turn.now)
    await _say(turn, row)


@announce.action
async def approve(turn: Turn) -> None:
    row = await _row(turn, lock=True)
    await services.approve(turn.session, row, Author.of(officer(turn)), now=turn.now)
    await _say(turn, row)


@announce.action
async def share(turn: Turn) -> None:
    """Text to copy, and a square picture, which is drawn outside the turn."""
    row = await _row(turn)
    sharing.ask_for(turn.session, row, turn.person, now=turn.now)
    turn.say("announcements.drawing")


async def _row(turn: Turn, *, lock: bool = False) -> Announcement:
    assert turn.tap is not None
    staff = officer(turn)
    found = await queries.announcement_by_id(turn.session, number(turn.tap.value), lock=lock)
    if found is None:
        raise Refused("announcements.refused.not_yours")
    services.check_may(found, Author.of(staff))
    return found


async def _say(turn: Turn, row: Announcement) -> None:
    counted = await queries.counts(turn.session, row)
    begins = NOTHING
    if row.begins_at is not None and row.begins_at > turn.now and row.ended_at is None:
        begins = Text("announcements.begins", at=row.begins_at)
    turn.say(
        "announcements.state",
        edits=await shown(turn),
        buttons=_buttons(row),
        heading=row.heading,
        state=Text(f"announcements.is.{row.state}"),
        begins=begins,
        sent=counted.sent,
        blocked=counted.blocked,
        failed=counted.failed,
        waiting=counted.waiting,
        total=counted.total,
        at=turn.now,
    )


def _buttons(row: Announcement) -> tuple[tuple[Button, ...], ...]:
    share = Button("announce.share", row.id)
    if row.ended_at is not None:
        return ((share,),)
    again = Button("announce.show", row.id, label="button.announce.again")
    return ((again, Button("announce.stop", row.id)), (share,))


def _label(row: Announcement) -> Text:
    return Text(
        "announcements.button", heading=row.heading, state=Text(f"announcements.is.{row.state}")
    )

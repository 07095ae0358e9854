"""/kabar: what somebody wants news of, chosen by theme and area, and given up with one tap."""

from bot.flow import Flow
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number
from bot.handlers.lines import NOTHING, paragraphs
from bot.handlers.menu import BUTTONS
from bot.handlers.privacy import VERSION
from bot.turn import Turn
from core.announcements import queries, subscribing
from core.announcements.models import Theme
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button

news = Flow("news")

PAGE = 8
EVERYWHERE = 0
Rows = tuple[tuple[Button, ...], ...]


@news.command("kabar", "news")
async def first(turn: Turn) -> None:
    await _show(turn, in_place=False)


@news.action
async def show(turn: Turn) -> None:
    await _show(turn, in_place=True)


@news.action
async def pick(turn: Turn) -> None:
    """A theme is switched on or off; switching one on is the consent the card asks for."""
    theme = await _theme(turn)
    if theme.id in await subscribing.wants(turn.session, turn.person):
        await subscribing.end(turn.session, turn.person, theme.id, version=VERSION, now=turn.now)
    else:
        await subscribing.begin(turn.session, turn.person, theme, version=VERSION, now=turn.now)
    await _show(turn, in_place=True)


@news.action
async def stop(turn: Turn) -> None:
    """The button below every announcement: no more of this theme."""
    theme = await _theme(turn)
    last = await subscribing.end(turn.session, turn.person, theme.id, version=VERSION, now=turn.now)
    buttons = (
        ((Button("news.show"),),) if last else ((Button("news.stop_all"), Button("news.show")),)
    )
    turn.say("news.stopped", buttons=buttons, theme=theme.name_in(turn.person.language))


@news.action
async def stop_all(turn: Turn) -> None:
    await subscribing.end_all(turn.session, turn.person, version=VERSION, now=turn.now)
    turn.say("news.stopped_all", buttons=((Button("news.show"),),))


@news.action
async def areas(turn: Turn) -> None:
    """A page of villages; the value is the number of the page."""
    assert turn.tap is not None
    choices = await queries.area_choices(turn.session)
    last = max(0, (len(choices) - 1) // PAGE)
    page = min(number(turn.tap.value), last)
    here = choices[page * PAGE : (page + 1) * PAGE]
    rows = [(Button("news.area", one.id, label=_named(one.full_name)),) for one in here]
    around = []
    if page > 0:
        around.append(Button("news.areas", page - 1, label="button.desk.before"))
    if page < last:
        around.append(Button("news.areas", page + 1, label="button.desk.after"))
    everywhere = Button("news.area", EVERYWHERE, label="button.news.everywhere")
    turn.say("news.which_area", edits=await shown(turn), buttons=_rows(*rows, around, [everywhere]))


@news.action
async def area(turn: Turn) -> None:
    assert turn.tap is not None
    wanted = number(turn.tap.value)
    known = {one.id for one in await queries.area_choices(turn.session)}
    await subscribing.keep_to(turn.session, turn.person, wanted if wanted in known else None)
    await _show(turn, in_place=True)


async def _show(turn: Turn, *, in_place: bool) -> None:
    themes = await queries.themes(turn.session)
    edits = await shown(turn) if in_place else None
    if not themes:
        turn.say("news.none", buttons=BUTTONS, edits=edits)
        return
    wants = await subscribing.wants(turn.session, turn.person)
    rows: list[tuple[Button, ...]] = [(_switch(turn, one, one.id in wants),) for one in themes]
    places = {one.id: one for one in await queries.area_choices(turn.session)} if wants else {}
    chosen = places.get(next(iter(wants.values()), None) or EVERYWHERE)
    where = NOTHING
    if places:
        rows.append((Button("news.areas", 0),))
        name = chosen.full_name if chosen else Text("news.everywhere")
        where = Text("news.where", area=name)
    if wants:
        rows.append((Button("news.stop_all"),))
    if turn.staff is not None:
        rows.append((Button("announce.write"), Button("announce.latest")))
    head = Text("news.themes" if wants else "news.offer", what=Text("rights.purpose.news"))
    turn.say("common.plain", edits=edits, buttons=tuple(rows), text=paragraphs(head, where))


def _switch(turn: Turn, theme: Theme, on: bool) -> Button:
    label = Text(
        "button.news.on" if on else "button.news.off", name=theme.name_in(turn.person.language)
    )
    return Button("news.pick", theme.id, label=label)


def _named(name: str) -> Text:
    return Text("common.plain", text=name)


def _rows(*rows: list[Button] | tuple[Button, ...]) -> Rows:
    return tuple(tuple(row) for row in rows if row)


async def _theme(turn: Turn) -> Theme:
    """The theme of a button; one that is closed meanwhile can still be given up."""
    assert turn.tap is not None
    found = await turn.session.get(Theme, number(turn.tap.value))
    if found is None:
        raise Refused("news.refused.theme")
    return found

"""Taking part without a word: supporting, saying where one lives, reporting what is abusive."""

from bot.handlers.forum.door import forum, post, tapped, tapped_pair, topic
from bot.handlers.forum.showing import show_post
from bot.turn import Turn
from core.areas.models import Area
from core.areas.queries import tree
from core.forums import services
from core.forums.models import Topic
from core.forums.rules import to_live_in
from core.i18n import Text
from core.outbox import Button

A_ROW = 2
MOST_AREAS = 60


@forum.action
async def support(turn: Turn) -> None:
    found = await post(turn, tapped(turn))
    first = await services.support(turn.session, found, turn.person, now=turn.now)
    await show_post(turn, found, in_place=True)
    if first:
        await ask_area(turn, found.topic)


@forum.action
async def withdraw(turn: Turn) -> None:
    found = await post(turn, tapped(turn))
    await services.withdraw(turn.session, found, turn.person, now=turn.now)
    await show_post(turn, found, in_place=True)


@forum.action
async def report(turn: Turn) -> None:
    found = await post(turn, tapped(turn))
    await services.object_to(turn.session, found, turn.person, now=turn.now)
    turn.say("forum.reported", buttons=((Button("forum.next", found.topic_id),),))


async def ask_area(turn: Turn, found: Topic) -> None:
    """Where they live, so that it is seen whether all areas are heard; asked once a topic."""
    areas = (await _areas(turn, found))[:MOST_AREAS]
    buttons = [Button("forum.from", f"{found.id}-{area.id}", label=_name(area)) for area in areas]
    rows = [tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]
    if rows:
        turn.say("forum.where", buttons=tuple(rows))


@forum.action
async def from_(turn: Turn) -> None:
    topic_id, area_id = tapped_pair(turn)
    found = await topic(turn, topic_id)
    for area in await _areas(turn, found):
        if str(area.id) == area_id:
            await services.live_in(turn.session, found, turn.person, area)
            rows = ((Button("forum.next", found.id),),) if found.takes(turn.now) else ()
            turn.say("forum.lives", buttons=rows, area=area.full_name)


async def _areas(turn: Turn, found: Topic) -> list[Area]:
    return to_live_in(await tree(turn.session), found.area_id)


def _name(area: Area) -> Text:
    return Text(f"areas.kind.{area.kind}", name=area.name)

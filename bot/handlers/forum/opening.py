"""A unit asks its citizens: kind, title, text, how long, and for whom."""

from datetime import datetime

from bot.flow import DONE
from bot.handlers.desk.door import number, officer
from bot.handlers.forum import bringing
from bot.handlers.forum.door import begin, forum, stop, written
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.areas.models import Area
from core.areas.queries import area_by_id, tree
from core.errors import Refused
from core.forums import keeping, rules
from core.forums.models import KINDS
from core.i18n import Text
from core.outbox import Button
from core.people.models import Unit
from core.tickets.citizens import actor_of

DAYS = ("7", "14", "30", "60")
MOST_AREAS = 30


@forum.action
async def begin_(turn: Turn) -> str:
    if not rules.may_open(officer(turn)):
        raise Refused("forum.refused.not_head")
    return begin(turn, "kind")


async def _ask_kind(turn: Turn) -> None:
    turn.say("forum.new.kind", buttons=(*((kind,) for kind in KINDS), ("cancel",)))


@forum.step(_ask_kind)
async def kind(turn: Turn) -> str:
    if turn.tapped not in KINDS:
        return stop(turn) if turn.tapped else "kind"
    turn.data["kind"] = turn.tapped
    return "title"


async def _ask_title(turn: Turn) -> None:
    turn.say("forum.new.title", buttons=(("cancel",),))


@forum.step(_ask_title)
async def title(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    turn.data["title"] = rules.words(written(turn), rules.LONGEST_TITLE)
    return "question"


async def _ask_question(turn: Turn) -> None:
    turn.say("forum.new.text", buttons=(("cancel",),))


@forum.step(_ask_question)
async def question(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    turn.data["text"] = rules.words(written(turn), rules.LONGEST_TOPIC)
    return "how_long"


async def _ask_how_long(turn: Turn) -> None:
    days = tuple(turn.choice(n, Text("forum.new.days", n=int(n))) for n in DAYS)
    turn.say("forum.new.how_long", buttons=(days[:2], days[2:], ("cancel",)))


@forum.step(_ask_how_long)
async def how_long(turn: Turn) -> str:
    if turn.tapped not in DAYS:
        return stop(turn) if turn.tapped else "how_long"
    turn.data["days"] = int(turn.tapped)
    return "for_whom" if await _areas(turn) else "agree"


async def _ask_for_whom(turn: Turn) -> None:
    rows = [(turn.choice(area.id, _name(area)),) for area in await _areas(turn)]
    turn.say("forum.new.for_whom", buttons=(("everybody",), *rows, ("cancel",)))


@forum.step(_ask_for_whom)
async def for_whom(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return stop(turn)
    if turn.tapped is None:
        return "for_whom"
    turn.data["area"] = None if turn.tapped == "everybody" else number(turn.tapped)
    return "agree"


async def _ask_agree(turn: Turn) -> None:
    area = await _area(turn)
    about = Text("forum.about", area=area.full_name) if area else NOTHING
    key, start = (
        ("forum.case.agree", "ask") if "case" in turn.data else ("forum.new.agree", "start")
    )
    turn.say(
        key,
        buttons=((turn.choice("start", f"button.forum.{start}"),), ("cancel",)),
        what=Text(f"forum.kind.{turn.data['kind']}"),
        title=turn.data["title"],
        text=turn.data["text"],
        closes=_end(turn),
        whom=about,
    )


@forum.step(_ask_agree)
async def agree(turn: Turn) -> str:
    if turn.tapped != "start":
        return stop(turn) if turn.tapped else "agree"
    if "case" in turn.data:
        return await bringing.ask(turn)
    staff = officer(turn)
    if not rules.may_open(staff):
        raise Refused("forum.refused.not_head")
    found = await keeping.open_topic(
        turn.session,
        kind=turn.data["kind"],
        title=turn.data["title"],
        text=turn.data["text"],
        unit=await turn.session.get_one(Unit, staff.unit_id),
        area=await _area(turn),
        staff=staff,
        closes_at=_end(turn),
        by=actor_of(staff),
        now=turn.now,
    )
    rows = ((Button("forum.open", found.id, label="button.forum.topic"),),)
    turn.say("forum.new.opened", buttons=rows, title=found.title)
    return DONE


def _end(turn: Turn) -> datetime:
    return rules.last_minute(turn.now, turn.data["days"], turn.session.info["service"].zone)


async def _areas(turn: Turn) -> list[Area]:
    return rules.to_live_in(await tree(turn.session), None)[:MOST_AREAS]


async def _area(turn: Turn) -> Area | None:
    area_id = turn.data.get("area")
    return await area_by_id(turn.session, area_id) if area_id is not None else None


def _name(area: Area) -> Text:
    return Text(f"areas.kind.{area.kind}", name=area.name)

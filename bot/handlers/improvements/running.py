"""Working on an improvement: beginning, pictures, finishing, giving up, taking up again."""

from bot.flow import DONE
from bot.handlers.improvements.door import (
    DAYS,
    actor,
    begin,
    improvement,
    stop,
    tapped,
    tapped_pair,
    theirs,
    written,
)
from bot.handlers.improvements.opening import due
from bot.handlers.improvements.showing import about
from bot.handlers.lines import NOTHING, lines
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.improvements import photos, queries, rules, services
from core.improvements.models import SIDES, Improvement
from core.outbox import Button

Row = tuple[Button, ...]


@improvement.action
async def open_(turn: Turn) -> None:
    await show(turn, await theirs(turn, tapped(turn)))


async def show(turn: Turn, found: Improvement) -> None:
    """How it stands for whoever works on it, with what can be done now."""
    here = await queries.photos(turn.session, found)
    turn.say(
        "improvement.one",
        buttons=_verbs(found, has_before="before" in here),
        title=found.title,
        state=Text(f"improvement.state.{found.state}"),
        matter=about(found, turn.person.language),
        problem=found.problem,
        ended=_ended(found),
        due=found.due_on,
        owner=found.owner.name,
        n=await queries.count_reports(turn.session, found),
        photos=len(here),
    )


def _verbs(found: Improvement, *, has_before: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    if rules.may("begin", found.state):
        rows.append((Button("improvement.begin", found.id),))
    if rules.may("finish", found.state):
        rows.append((Button("improvement.finish", found.id),))
        label = f"button.improvement.photo_{'again' if has_before else 'before'}"
        rows.append((Button("improvement.photo", f"{found.id}-before", label=label),))
        rows.append((Button("improvement.give_up", found.id),))
    if found.state == "done":
        after = Button("improvement.photo", f"{found.id}-after", label=_after())
        rows.append((after, Button("improvement.preview", found.id)))
    if rules.may("resume", found.state):
        rows.append((Button("improvement.resume", found.id),))
    return tuple(rows)


def _after() -> str:
    return "button.improvement.photo_after"


def _ended(found: Improvement) -> Text:
    result = Text("improvement.result", said=found.result) if found.result else NOTHING
    reason = Text("improvement.reason", said=found.reason) if found.reason else NOTHING
    shown = Text("improvement.is_published") if found.published_at else NOTHING
    return lines([result, reason, shown])


@improvement.action
async def begin_(turn: Turn) -> None:
    found = await theirs(turn, tapped(turn))
    await services.begin(turn.session, found, by=actor(turn), now=turn.now)
    await show(turn, found)


@improvement.action
async def photo(turn: Turn) -> str:
    improvement_id, side = tapped_pair(turn)
    found = await theirs(turn, improvement_id)
    if side not in SIDES:
        raise Refused("improvement.refused.picture")
    return begin(turn, "improvement.picture", id=found.id, side=side, title=found.title)


async def _ask_picture(turn: Turn) -> None:
    side = turn.data["side"]
    turn.say(f"improvement.ask.{side}", buttons=(("cancel",),), title=turn.data["title"])


@improvement.step(_ask_picture)
async def picture(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    if not turn.files or turn.files[0].too_large:
        raise Refused("improvement.refused.picture")
    found, staff = await theirs(turn, turn.data["id"]), turn.staff
    assert staff is not None
    file, side = turn.files[0].as_dict(), turn.data["side"]
    await photos.add_sent(turn.session, found, side, file, staff=staff, now=turn.now)
    turn.say("improvement.photo.sent")
    return DONE


@improvement.action
async def finish(turn: Turn) -> str:
    found = await theirs(turn, tapped(turn))
    return begin(turn, "improvement.result", id=found.id, title=found.title)


async def _ask_result(turn: Turn) -> None:
    turn.say("improvement.ask.result", buttons=(("cancel",),), title=turn.data["title"])


@improvement.step(_ask_result)
async def result(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    found = await theirs(turn, turn.data["id"])
    await services.finish(turn.session, found, written(turn), by=actor(turn), now=turn.now)
    photo = Button("improvement.photo", f"{found.id}-after", label=_after())
    rows = ((photo,), (Button("improvement.preview", found.id),))
    turn.say("improvement.finished", buttons=rows, title=found.title)
    return DONE


@improvement.action
async def give_up(turn: Turn) -> str:
    found = await theirs(turn, tapped(turn))
    return begin(turn, "improvement.reason", id=found.id, title=found.title)


async def _ask_reason(turn: Turn) -> None:
    turn.say("improvement.ask.reason", buttons=(("cancel",),), title=turn.data["title"])


@improvement.step(_ask_reason)
async def reason(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    found = await theirs(turn, turn.data["id"])
    await services.give_up(turn.session, found, written(turn), by=actor(turn), now=turn.now)
    await show(turn, found)
    return DONE


@improvement.action
async def resume(turn: Turn) -> None:
    """Until when this time."""
    found = await theirs(turn, tapped(turn))
    days = tuple(Button("improvement.again", f"{found.id}-{n}", label=_days(n)) for n in DAYS)
    turn.say("improvement.ask.until", buttons=(days[:2], days[2:]))


@improvement.action
async def again(turn: Turn) -> None:
    improvement_id, days = tapped_pair(turn)
    found = await theirs(turn, improvement_id)
    if days in DAYS:
        until = due(turn, int(days))
        await services.resume(turn.session, found, until, by=actor(turn), now=turn.now)
    await show(turn, found)


def _days(n: str) -> Text:
    return Text("improvement.ask.days", n=int(n))

"""Running a topic: reading what waits, showing, hiding and answering it."""

from bot.flow import DONE
from bot.handlers.desk.choices import shown as shown_row
from bot.handlers.forum.door import (
    begin,
    forum,
    kept_post,
    kept_topic,
    stop,
    tapped,
    tapped_pair,
    written,
)
from bot.handlers.forum.showing import whos
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.forums import keeping, queries
from core.forums.models import HIDDEN_FOR, Post, Topic
from core.i18n import Text
from core.outbox import Button
from core.tickets.citizens import actor_of


@forum.action
async def keep(turn: Turn) -> None:
    """How the topic stands, and what is to do."""
    found = await kept_topic(turn, tapped(turn))
    count = await queries.turnout(turn.session, found)
    left = len(await queries.undecided(turn.session, found))
    turn.say(
        "forum.keep",
        buttons=_to_do(turn, found, count.waiting),
        title=found.title,
        closes=found.closes_at,
        people=count.people,
        proposals=count.proposals,
        waiting=count.waiting,
        undecided=left,
    )


def _to_do(turn: Turn, found: Topic, waiting: int) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if waiting:
        rows.append((Button("forum.check", found.id),))
    if found.takes(turn.now):
        rows.append((Button("forum.propose", found.id, label="button.forum.propose_office"),))
    if found.state == "open":
        rows.append((Button("forum.decide", found.id), Button("forum.close", found.id)))
    rows.append((Button("forum.open", found.id, label="button.forum.topic"),))
    return tuple(rows)


@forum.action
async def check(turn: Turn) -> None:
    await _check(turn, await kept_topic(turn, tapped(turn)))


async def _check(turn: Turn, found: Topic, *, in_place: bool = False) -> None:
    """The oldest text that waits."""
    edits = await shown_row(turn) if in_place else None
    unread = await queries.waiting(turn.session, found)
    if not unread:
        button = Button("forum.keep", found.id)
        turn.say("forum.check_none", edits=edits, buttons=((button,),), title=found.title)
        return
    one = unread[0]
    turn.say(
        "forum.check_one",
        edits=edits,
        buttons=(
            (Button("forum.show", one.id), Button("forum.hide", one.id)),
            (Button("forum.answer", one.id),),
        ),
        n=len(unread),
        what=Text("forum.what.comment" if one.on_id else "forum.what.proposal"),
        who=(await whos(turn, found, [one]))[one.id],
        said=one.text,
    )


@forum.action
async def show(turn: Turn) -> None:
    found = await kept_post(turn, tapped(turn))
    await keeping.show(turn.session, found, by=_by(turn), now=turn.now)
    await _check(turn, found.topic, in_place=True)


@forum.action
async def hide(turn: Turn) -> None:
    """Why: the author reads it."""
    found = await kept_post(turn, tapped(turn))
    labels = {why: Text(f"forum.hidden_for.{why}") for why in HIDDEN_FOR}
    rows = [
        (Button("forum.hide_for", f"{found.id}-{why}", label=label),)
        for why, label in labels.items()
    ]
    back = Button("forum.check", found.topic_id, label="button.forum.back")
    turn.say("forum.hide_why", buttons=(*rows, (back,)), said=beginning(found.text))


@forum.action
async def hide_for(turn: Turn) -> None:
    number, why = tapped_pair(turn)
    found = await kept_post(turn, number)
    await keeping.hide(turn.session, found, why, by=_by(turn), now=turn.now)
    await _check(turn, found.topic, in_place=True)


@forum.action
async def answer(turn: Turn) -> str:
    found = await kept_post(turn, tapped(turn))
    return begin(turn, "answer_text", post=found.id, quoted=found.text)


async def _ask_answer(turn: Turn) -> None:
    turn.say("forum.write_answer", buttons=(("cancel",),), said=beginning(turn.data["quoted"]))


@forum.step(_ask_answer)
async def answer_text(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    found = await kept_post(turn, turn.data["post"])
    await keeping.answer(turn.session, found, written(turn), by=_by(turn), now=turn.now)
    turn.say("forum.answer_sent", buttons=_after(found), said=found.answer)
    return DONE


def _after(found: Post) -> tuple[tuple[Button, ...], ...]:
    return ((Button("forum.check", found.topic_id), Button("forum.keep", found.topic_id)),)


def _by(turn: Turn) -> str:
    assert turn.staff is not None
    return actor_of(turn.staff)

"""The end of a topic: what is decided of each proposal and why, and the summary for everybody."""

from typing import Any

from bot.flow import DONE
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
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.forums import keeping, queries, rules
from core.forums.models import DECISIONS, Topic
from core.forums.queries import Standing
from core.i18n import Text
from core.outbox import Button
from core.tickets.citizens import actor_of


@forum.action
async def decide(turn: Turn) -> None:
    await _next(turn, await kept_topic(turn, tapped(turn)))


async def _next(turn: Turn, found: Topic) -> None:
    """The best of those nothing was decided of yet."""
    standings = await queries.standings(turn.session, found)
    left = [one for one in standings if one.post.decision is None]
    if not left:
        rows = ((Button("forum.close", found.id),), (Button("forum.keep", found.id),))
        turn.say("forum.all_decided", buttons=rows, title=found.title)
        return
    turn.say("forum.decide", buttons=_choices(found, left), n=len(left), **_facts(left[0]))


def _facts(one: Standing) -> dict[str, Any]:
    place = str(one.place) if one.place else "–"
    counts = {"supports": one.count.supports, "looks": one.count.looks}
    return {"place": place, "said": one.post.text, **counts}


def _choices(found: Topic, left: list[Standing]) -> tuple[tuple[Button, ...], ...]:
    """For this one; and for all that are left at once, as far as that is no promise."""
    one = tuple(_choice("forum.decision", left[0].post.id, word) for word in DECISIONS)
    rest = tuple(
        Button("forum.rest", f"{found.id}-{word}", label=Text(f"button.forum.rest_{word}"))
        for word in DECISIONS[1:]
    )
    return (one, rest) if len(left) > 1 else (one,)


def _choice(action: str, number: int, word: str) -> Button:
    return Button(action, f"{number}-{word}", label=Text(f"forum.decision.{word}"))


@forum.action
async def decision(turn: Turn) -> str:
    number, word = tapped_pair(turn)
    found = await kept_post(turn, number)
    said = found.text
    return begin(turn, "reason", topic=found.topic_id, post=number, decision=word, quoted=said)


@forum.action
async def rest(turn: Turn) -> str:
    number, word = tapped_pair(turn)
    found = await kept_topic(turn, number)
    return begin(turn, "reason", topic=found.id, decision=word)


async def _ask_reason(turn: Turn) -> None:
    said = turn.data.get("quoted")
    about = beginning(said) if said else Text("forum.all_left")
    word = Text(f"forum.decision.{turn.data['decision']}")
    turn.say("forum.write_reason", buttons=(("cancel",),), decision=word, said=about)


@forum.step(_ask_reason)
async def reason(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    text, found = written(turn), await kept_topic(turn, turn.data["topic"])
    if "post" in turn.data:
        posts = [await kept_post(turn, turn.data["post"])]
    else:
        posts = list(await queries.undecided(turn.session, found))
    word = turn.data["decision"]
    by, now = _by(turn), turn.now
    await keeping.decide(turn.session, posts, found, word, text, by=by, now=now)
    await _next(turn, found)
    return DONE


@forum.action
async def close(turn: Turn) -> str | None:
    """Only what is read and decided can be summed up."""
    found = await kept_topic(turn, tapped(turn))
    if await queries.undecided(turn.session, found):
        await _next(turn, found)
        return None
    count = await queries.turnout(turn.session, found)
    return begin(turn, "summary", topic=found.id, title=found.title, people=count.people)


async def _ask_summary(turn: Turn) -> None:
    turn.say("forum.write_summary", buttons=(("cancel",),), title=turn.data["title"])


@forum.step(_ask_summary)
async def summary(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    turn.data["text"] = rules.words(written(turn), rules.LONGEST_TOPIC)
    return "conclude"


async def _ask_conclude(turn: Turn) -> None:
    facts = {"title": turn.data["title"], "said": turn.data["text"], "n": turn.data["people"]}
    turn.say("forum.conclude", buttons=(("conclude",), ("rewrite", "cancel")), **facts)


@forum.step(_ask_conclude)
async def conclude(turn: Turn) -> str:
    match turn.tapped:
        case "conclude":
            return await _close(turn)
        case "rewrite":
            return "summary"
        case None:
            turn.data["text"] = rules.words(written(turn), rules.LONGEST_TOPIC)
            return "conclude"
    return stop(turn)


async def _close(turn: Turn) -> str:
    found = await kept_topic(turn, turn.data["topic"])
    await keeping.close(turn.session, found, turn.data["text"], by=_by(turn), now=turn.now)
    button = Button("forum.ranking", found.id, label="button.forum.results")
    turn.say("forum.closed", buttons=((button,),), title=found.title, n=turn.data["people"])
    return DONE


def _by(turn: Turn) -> str:
    assert turn.staff is not None
    return actor_of(turn.staff)

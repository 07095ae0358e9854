"""Proposing and commenting: written, seen as others will read it, sent."""

from bot.flow import DONE
from bot.handlers import limits
from bot.handlers.forum.door import begin, forum, is_keeper, post, stop, tapped, topic, written
from bot.handlers.forum.joining import ask_area
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.forums import keeping, rules, services
from core.forums.models import Topic
from core.i18n import Text
from core.outbox import Button
from core.tickets.citizens import actor_of


@forum.action
async def propose(turn: Turn) -> str | None:
    """A proposal: of a citizen, or of the office where somebody runs the topic."""
    found = await topic(turn, tapped(turn))
    if not await is_keeper(turn, found) and await _kept_back(turn, found):
        return None
    return begin(turn, "write", topic=found.id, title=found.title)


@forum.action
async def comment(turn: Turn) -> str | None:
    found = await post(turn, tapped(turn))
    if await _kept_back(turn, found.topic):
        return None
    return begin(turn, "write", topic=found.topic_id, title=found.topic.title, on=found.id)


async def _kept_back(turn: Turn, found: Topic) -> bool:
    """Whether a ban does, which is said with the way to object; other reasons are refusals."""
    if turn.person.banned_at is None:
        await services.admits(turn.session, found, turn.person, now=turn.now)
        return False
    why = await limits.ban_words(turn)
    turn.say("common.plain", buttons=await limits.objection(turn), text=why)
    return True


async def _ask(turn: Turn) -> None:
    key = "forum.write_comment" if "on" in turn.data else "forum.write"
    turn.say(key, buttons=(("cancel",),), title=turn.data["title"])


@forum.step(_ask)
async def write(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    return await _take(turn)


async def _take(turn: Turn) -> str:
    """Keep the words, and what others will read of them."""
    text, found = written(turn), await topic(turn, turn.data["topic"])
    if await is_keeper(turn, found):
        turn.data["shown"] = rules.words(text, rules.LONGEST_POST, least=rules.SHORTEST)
    else:
        turn.data["shown"] = services.masked(turn.session, turn.person, text)
    turn.data["text"] = text
    return "preview"


async def _ask_preview(turn: Turn) -> None:
    turn.say(
        "forum.preview",
        buttons=(("send",), ("rewrite", "cancel")),
        title=turn.data["title"],
        said=turn.data["shown"],
    )


@forum.step(_ask_preview)
async def preview(turn: Turn) -> str:
    match turn.tapped:
        case None:
            return await _take(turn)
        case "send":
            return await _send(turn)
        case "rewrite":
            return "write"
    return stop(turn)


async def _send(turn: Turn) -> str:
    found, text = await topic(turn, turn.data["topic"]), turn.data["text"]
    session, person, now = turn.session, turn.person, turn.now
    if "on" in turn.data:
        on = await post(turn, turn.data["on"])
        made = await services.comment(session, on, person, text, now=now)
    elif turn.staff is not None and await is_keeper(turn, found):
        by = actor_of(turn.staff)
        made = await keeping.add_proposal(session, found, text, by=by, now=now)
    else:
        made = await services.propose(session, found, person, text, now=now)
    more = ((Button("forum.open", found.id, label="button.forum.topic"),),)
    key = f"forum.sent_{made.state}"
    turn.say(key, buttons=more, said=Text("common.plain", text=beginning(made.text)))
    if not made.by_office:
        await _ask_area_once(turn, found)
    return DONE


async def _ask_area_once(turn: Turn, found: Topic) -> None:
    if not await services.area_known(turn.session, found, turn.person):
        await ask_area(turn, found)

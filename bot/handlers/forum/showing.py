"""What there is: topics, proposals one by one, comments, and the ranking."""

from collections.abc import Sequence
from typing import Any

from bot.flow import STAY
from bot.handlers.desk.choices import shown as shown_row
from bot.handlers.forum.door import forum, is_keeper, post, tapped, topic
from bot.handlers.lines import NOTHING, beginning, lines, paragraphs
from bot.turn import Turn
from core.forums import queries, rules
from core.forums.models import Post, Topic
from core.forums.queries import Standing
from core.forums.services import see
from core.i18n import Text
from core.outbox import Button

Row = tuple[Button, ...]
COMMENTS = 8
RANKED = 10
ON_A_BUTTON = 40  # letters of a proposal


@forum.command("forum", "usulan")
async def first(turn: Turn) -> str | None:
    """What can be taken part in; where there is nothing, what can be done instead."""
    found = await queries.listed(turn.session, now=turn.now)
    opens = turn.staff is not None and rules.may_open(turn.staff)
    rows: list[Row] = [(Button("forum.open", one.id, label=_opener(one)),) for one in found]
    rows += [(Button("forum.begin"),)] if opens else []
    if found or opens:
        said = lines([_line(one, turn) for one in found]) if found else Text("forum.none_staff")
        turn.say("forum.list", buttons=tuple(rows), lines=said)
    else:
        buttons = ((Button("suggestion.start"),), (Button("complaint.invite"),))
        turn.say("forum.none", buttons=buttons)
    return STAY


@forum.action
async def list_(turn: Turn) -> str | None:
    return await first(turn)


@forum.action
async def open_(turn: Turn) -> None:
    await show_topic(turn, await topic(turn, tapped(turn)))


async def show_topic(turn: Turn, found: Topic) -> None:
    turnout = await queries.turnout(turn.session, found)
    about = Text("forum.about", area=found.area.full_name) if found.area else NOTHING
    facts = {"people": turnout.people, "proposals": turnout.proposals}
    turn.say(
        "forum.topic",
        buttons=await _ways(turn, found, turnout.proposals),
        what=Text(f"forum.kind.{found.kind}"),
        title=found.title,
        unit=found.unit.name,
        text=paragraphs(Text("common.plain", text=found.text), about),
        stands=Text(f"forum.stands.{_stands(found, turn)}", **_times(found), **facts),
    )


@forum.action
async def next_(turn: Turn) -> None:
    """The proposal that the fewest have seen, of those this person has not."""
    found = await topic(turn, tapped(turn))
    if not _counts(turn):
        await _show_ranking(turn, found, "forum.ranking")
        return
    unseen = await queries.unseen(turn.session, found, turn.person)
    if unseen is None:
        await _show_ranking(turn, found, "forum.seen_all")
        return
    await _seen(turn, unseen)
    await show_post(turn, unseen)


@forum.action
async def post_(turn: Turn) -> None:
    found = await post(turn, tapped(turn))
    await _seen(turn, found)
    await show_post(turn, found)


def _counts(turn: Turn) -> bool:
    """Whether they are counted as a reader: only who could support what they read."""
    return turn.staff is None and turn.person.banned_at is None


async def _seen(turn: Turn, found: Post) -> None:
    if _counts(turn):
        await see(turn.session, found, turn.person, now=turn.now)


async def show_post(turn: Turn, found: Post, *, in_place: bool = False) -> None:
    """A proposal with what can be done about it."""
    session, shown = turn.session, await queries.comments(turn.session, found)
    count = await queries.standing_of(session, found)
    supports = await queries.supports(session, found, turn.person)
    turn.say(
        "forum.post",
        edits=await shown_row(turn) if in_place else None,
        buttons=await _acts(turn, found, supports, len(shown)),
        title=found.topic.title,
        who=(await whos(turn, found.topic, [found]))[found.id],
        said=paragraphs(Text("common.plain", text=found.text), _said_to(found)),
        supports=count.supports,
        looks=count.looks,
    )


@forum.action
async def comments(turn: Turn) -> None:
    """The newest comments, each with a way to report it."""
    found = await post(turn, tapped(turn))
    shown = await queries.comments(turn.session, found, most=COMMENTS)
    who = await whos(turn, found.topic, shown)
    said = [_comment(place, one, who[one.id]) for place, one in enumerate(shown, start=1)]
    flags = [_flag(place, one) for place, one in enumerate(shown, start=1)]
    write = [Button("forum.comment", found.id)] if found.topic.takes(turn.now) else []
    back = Button("forum.post", found.id, label="button.forum.back")
    turn.say(
        "forum.comments" if shown else "forum.no_comments",
        buttons=tuple(row for row in (tuple(flags), tuple(write), (back,)) if row),
        beginning=beginning(found.text),
        lines=paragraphs(*said),
    )


@forum.action
async def ranking(turn: Turn) -> None:
    await _show_ranking(turn, await topic(turn, tapped(turn)), "forum.ranking")


async def _show_ranking(turn: Turn, found: Topic, key: str) -> None:
    standings = await queries.standings(turn.session, found)
    here = standings[:RANKED]
    rows: list[Row] = [(Button("forum.post", one.post.id, label=_place(one)),) for one in here]
    rows.append((Button("forum.open", found.id, label="button.forum.topic"),))
    summary = Text("forum.summary", said=found.summary) if found.summary else NOTHING
    said = [_ranked(one, found) for one in here] or [Text("forum.no_proposals")]
    more = Text("forum.more", n=len(standings) - RANKED) if len(standings) > RANKED else NOTHING
    turn.say(
        key,
        buttons=tuple(rows),
        title=found.title,
        lines=paragraphs(*(one for one in (summary, *said, more) if one is not NOTHING)),
    )


async def whos(turn: Turn, found: Topic, posts: Sequence[Post]) -> dict[int, Text]:
    """Whom others read as the author, by post: never a name, only where somebody lives."""
    people = {one.person_id for one in posts if one.person_id is not None}
    areas = await queries.area_names(turn.session, found, people)
    return {one.id: _who(one, found, areas.get(one.person_id or 0)) for one in posts}


def _who(one: Post, found: Topic, area: str | None) -> Text:
    if one.by_office:
        return Text("forum.who.office", unit=found.unit.name)
    return Text("forum.who.area", area=area) if area else Text("forum.who.citizen")


def _opener(found: Topic) -> Text:
    return Text("forum.opener", title=found.title)


def _line(found: Topic, turn: Turn) -> Text:
    return Text(f"forum.line.{_stands(found, turn)}", title=found.title, **_times(found))


def _stands(found: Topic, turn: Turn) -> str:
    """open, soon, over (nothing concluded yet) or closed."""
    if found.state == "closed":
        return "closed"
    if found.opens_at > turn.now:
        return "soon"
    return "open" if found.closes_at > turn.now else "over"


def _times(found: Topic) -> dict[str, Any]:
    return {"opens": found.opens_at, "closes": found.closes_at}


async def _ways(turn: Turn, found: Topic, proposals: int) -> tuple[Row, ...]:
    takes, rows = found.takes(turn.now), []
    if takes and proposals:
        rows.append((Button("forum.next", found.id),))
    if takes and turn.staff is None:
        rows.append((Button("forum.propose", found.id),))
    if proposals:
        label = "button.forum.results" if found.state == "closed" else None
        rows.append((Button("forum.ranking", found.id, label=label),))
    if await is_keeper(turn, found):
        rows.append((Button("forum.keep", found.id),))
    return tuple(rows)


async def _acts(turn: Turn, found: Post, supports: bool, said: int) -> tuple[Row, ...]:
    takes, own = found.topic.takes(turn.now), found.person_id == turn.person.id
    talk = Button("forum.comments", found.id, label=Text("button.forum.comments_n", n=said))
    rows: list[Row] = []
    if takes and not own and turn.staff is None:
        rows.append((Button("forum.withdraw" if supports else "forum.support", found.id),))
    rows.append((talk, Button("forum.next", found.topic_id)) if takes else (talk,))
    if await is_keeper(turn, found.topic) and found.topic.state == "open":
        rows.append((Button("forum.answer", found.id), Button("forum.hide", found.id)))
    elif takes and not own and not found.by_office:
        rows.append((Button("forum.report", found.id),))
    label = "button.forum.topic"
    return (*rows, (Button("forum.open", found.topic_id, label=label),))


def _said_to(found: Post) -> Text:
    """What the office answered, and what it decided."""
    answer = Text("forum.answered", said=found.answer) if found.answer else NOTHING
    return lines([answer, _decided(found, found.topic)])


def _decided(found: Post, topic: Topic) -> Text:
    if topic.state != "closed" or found.decision is None:
        return NOTHING
    decision = Text(f"forum.decision.{found.decision}")
    return Text("forum.decided", decision=decision, reason=found.reason)


def _comment(place: int, one: Post, who: Text) -> Text:
    answer = Text("forum.answered", said=one.answer) if one.answer else NOTHING
    said = Text("forum.comment_line", place=str(place), who=who, said=one.text)
    return lines([said, answer])


def _flag(place: int, one: Post) -> Button:
    return Button("forum.report", one.id, label=Text("button.forum.report_n", place=str(place)))


def _place(one: Standing) -> Text:
    place = str(one.place) if one.place else "–"
    return Text("forum.place", place=place, said=beginning(one.post.text[:ON_A_BUTTON]))


def _ranked(one: Standing, found: Topic) -> Text:
    """A proposal with its counts, and where its supporters live as far as that may be said."""
    key = "forum.ranked" if one.place else "forum.early"
    facts = {"supports": one.count.supports, "looks": one.count.looks, "n": one.comments}
    head = Text(key, place=str(one.place or ""), said=beginning(one.post.text), **facts)
    named = [Text("forum.share", area=area, n=n) for area, n in one.areas if area]
    return lines([head, *named[:3], _decided(one.post, found)])

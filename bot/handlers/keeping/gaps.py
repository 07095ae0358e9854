"""/celah: questions that nobody could answer, those alike together, the most asked first."""

from collections.abc import Iterator, Sequence

from bot.handlers.desk.choices import shown
from bot.handlers.keeping.door import gap, knowledge, sees, tapped
from bot.handlers.lines import beginning, lines
from bot.turn import Turn
from core.i18n import Text
from core.knowledge import gaps as queue
from core.knowledge.gaps import Gap
from core.outbox import Button

PAGE = 6
# So many wordings of one gap are enough to see what is meant.
WORDINGS = 5


@knowledge.command("celah", "gaps")
async def first(turn: Turn) -> None:
    await _show(turn, 1)


@knowledge.action
async def gaps(turn: Turn) -> None:
    """Another page, in place."""
    await _show(turn, tapped(turn), await shown(turn))


@knowledge.action
async def open_(turn: Turn) -> None:
    """One gap: how it was asked, and what an answer can be made from."""
    await _open(turn, await gap(turn, tapped(turn)))


@knowledge.action
async def dismiss(turn: Turn) -> None:
    """No question that an answer for everybody could settle."""
    found = await gap(turn, tapped(turn))
    await queue.dismiss(turn.session, found, now=turn.now)
    turn.say("knowledge.gaps.dismissed", buttons=((Button("knowledge.gaps", 1),),))


async def _show(turn: Turn, wanted: int, edits: int | None = None) -> None:
    found = await queue.gaps(turn.session, await sees(turn), now=turn.now, most=queue.MOST_IN_CHAT)
    waiting = [one for one in found if one.draft_id is None]
    if not waiting:
        turn.say("knowledge.gaps.none", edits=edits)
        return
    pages = -(-len(waiting) // PAGE)
    page = max(1, min(wanted, pages))
    here = waiting[(page - 1) * PAGE : page * PAGE]
    turn.say(
        "knowledge.gaps.list",
        edits=edits,
        buttons=(*_openers(here, page), *_around(page, pages)),
        n=len(waiting),
        lines=lines(_line(place, one) for place, one in _placed(here, page)),
    )


def _placed(here: Sequence[Gap], page: int) -> Iterator[tuple[int, Gap]]:
    return enumerate(here, start=(page - 1) * PAGE + 1)


def _line(place: int, one: Gap) -> Text:
    times = len(one.questions)
    return Text("knowledge.gaps.line", place=str(place), times=times, said=beginning(one.text))


def _openers(here: Sequence[Gap], page: int) -> Iterator[tuple[Button, ...]]:
    for place, one in _placed(here, page):
        label = Text("button.knowledge.gap", place=str(place), said=beginning(one.text))
        yield (Button("knowledge.open", one.id, label=label),)


def _around(page: int, pages: int) -> Iterator[tuple[Button, ...]]:
    row = []
    if page > 1:
        row.append(Button("knowledge.gaps", page - 1, label="button.desk.before"))
    if page < pages:
        row.append(Button("knowledge.gaps", page + 1, label="button.desk.after"))
    if row:
        yield tuple(row)


async def _open(turn: Turn, found: Gap) -> None:
    wordings = dict.fromkeys(queue.words(one) for one in found.questions)
    rows = [(Button("knowledge.write", found.id),)]
    if found.replied is not None:
        rows.insert(0, (Button("knowledge.keep", found.replied),))
    turn.say(
        "knowledge.gaps.one",
        buttons=(*rows, (Button("knowledge.dismiss", found.id), Button("knowledge.gaps", 1))),
        n=len(found.questions),
        lines=lines(Text("knowledge.gaps.wording", said=one) for one in list(wordings)[:WORDINGS]),
    )

"""The preview: the draft as it was understood, on one card that changes in place."""

from bot.handlers import areas, offers, same_matter
from bot.handlers.draft import Draft
from bot.handlers.hiding import privacy_of, switches
from bot.handlers.lines import NOTHING, beginning, paragraphs
from bot.handlers.privacy import line
from bot.library import ear
from bot.turn import Turn
from core.i18n import Text, plain
from core.outbox import Button
from core.routing.directory import Directory, Suggestion
from core.routing.queries import directory
from core.routing.rules import Choice
from core.tickets.notices import pieces

# Steps whose buttons are on the card itself.
ON_THE_CARD = ("preview", "category", "accused", "confirm")
WITH_A_CARD = ("complaint", "counter")
LONGEST_SHOWN = 2500


async def show(turn: Turn) -> None:
    """Show the card: in place when it was tapped or an album grows, else as a new message."""
    draft = Draft(turn.data)
    guess = suggested(turn, await directory(turn.session, now=turn.now))
    choice = guess.choice
    where = await areas.where(turn)
    card = Text(
        "complaint.card",
        title=Text(f"complaint.title.{draft.kind}"),
        text=words_of(draft),
        place=_place(draft, where.more),
        files=files_in(draft, turn.person.language),
        category=_category(turn, guess),
        unit=_unit(choice),
    )
    alike = await same_matter.look_for(turn, choice, where)
    whole = paragraphs(
        card,
        _warning(turn, choice),
        _note_of_staff(turn, choice),
        *privacy_of(draft),
        where.note,
        same_matter.note(alike),
        _note(draft),
        line(turn),
    )
    edits = standing(turn)
    send, *rest = _buttons(turn, warned=choice is not None and choice.warning is not None)
    offered = offers.buttons(turn, guess.offered)
    buttons = (*where.buttons, send, *same_matter.button(turn, alike), *offered, *rest)
    row = turn.say("common.plain", kind="card", edits=edits, buttons=buttons, text=whole)
    if row.edits is None:
        turn.data["card"] = row.ref


def _category(turn: Turn, guess: Suggestion) -> Text | str:
    if guess.choice is not None:
        return guess.choice.name_in(turn.person.language)
    return Text("complaint.offered" if guess.offered else "complaint.no_category")


def _unit(choice: Choice | None) -> Text | str:
    if choice is None:
        return Text("complaint.no_unit")
    return Text("whistle.unit") if choice.inspected else choice.unit


def _note_of_staff(turn: Turn, choice: Choice | None) -> Text:
    """Who may read a report about staff, and that another category is another matter."""
    if choice is None or not choice.inspected:
        return NOTHING
    return Text("whistle.note" if turn.features.on("whistle") else "whistle.note_elsewhere")


def _warning(turn: Turn, choice: Choice | None) -> Text:
    """What does not belong to the category, and whom to call instead."""
    notice = choice.warning if choice else None
    if notice is None:
        return NOTHING
    words = notice.text_in(turn.person.language)
    if not notice.number:
        return Text("complaint.warning", words=words)
    return Text("complaint.warning_call", words=words, number=notice.number, name=notice.called)


def standing(turn: Turn) -> int | None:
    """The card to change, if the person has it before their eyes; None for a new one."""
    tapped = turn.tapped is not None and turn.tap is not None
    seen = tapped and turn.tap is not None and turn.tap.flow in WITH_A_CARD
    in_place = turn.data.pop("in_place", False)
    if in_place or (seen and turn.tap is not None and turn.tap.step in ON_THE_CARD):
        card: int | None = turn.data.get("card")
        return card
    return None


def chosen(turn: Turn, known: Directory) -> Choice | None:
    """The category that was chosen, else the guess; None leaves it to the coordinator."""
    return suggested(turn, known).choice


def suggested(turn: Turn, known: Directory) -> Suggestion:
    """The same, with what is offered while nothing is chosen."""
    if "chosen" in turn.data:
        return Suggestion(known.choices.get(turn.data["category"]))
    words = Draft(turn.data).own_words
    about_staff = known.inspected(words) if ear().accuses(words) else None
    guess = Suggestion(about_staff) if about_staff else known.suggest(words)
    turn.data["category"] = guess.choice.id if guess.choice else None
    return guess


def _buttons(turn: Turn, *, warned: bool) -> tuple[tuple[Button | str, ...], ...]:
    question = turn.data["kind"] == "information_request"
    other = turn.choice("question", "button.complaint.report") if question else "question"
    rows: tuple[tuple[Button | str, ...], ...]
    send = turn.choice("send", "button.complaint.send_anyway") if warned else "send"
    rows = ((send,), ("category", "place"), *switches(turn), (other, "cancel"))
    if turn.staff is not None and turn.features.on("counter"):
        rows = (*rows, (turn.choice("counter", "button.counter.start"),))
    waiting = turn.data.get("waiting")
    if not waiting:
        return rows
    answer = turn.choice("answer", Text("button.complaint.answer", code=waiting["code"]))
    return ((answer,), *rows)


def words_of(draft: Draft) -> Text:
    """What was said, cut where it is longer than a card."""
    if not draft.text:
        return Text("complaint.no_words")
    first, *rest = pieces(draft.text, LONGEST_SHOWN)
    return Text("complaint.cut" if rest else "common.plain", text=first)


def _place(draft: Draft, area: str) -> Text:
    place = Text("complaint.on_map" if draft.location else "complaint.no_place")
    if draft.place:
        place = Text("common.plain", text=draft.place)
    return Text("areas.in", place=place, area=area) if area else place


def files_in(draft: Draft, language: str) -> str:
    """How many of each kind, such as "2 foto, 1 pesan suara"."""
    kinds = [file["kind"] for file in draft.files]
    counts = {kind: kinds.count(kind) for kind in kinds}
    said = [plain(f"complaint.files.{kind}", language, n=n) for kind, n in counts.items()]
    return ", ".join(said) or plain("complaint.no_files", language)


def gist(draft: Draft, language: str) -> Text | str:
    """What the draft holds, to recognise it by: its first words, or what came without any."""
    if words := draft.text or draft.place:
        return beginning(words)
    return Text("complaint.on_map") if draft.location else files_in(draft, language)


def _note(draft: Draft) -> Text:
    note = draft.take_note()
    if note == "voice" and draft.anonymous:
        return NOTHING  # what their name needs to stay hidden is said already
    return Text(f"complaint.note.{note}") if note else NOTHING

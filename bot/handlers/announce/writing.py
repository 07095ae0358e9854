"""/umumkan: text or a photo, what it is about, where; then a look at it as others will get it."""

from typing import Any

from bot.flow import DONE, Flow
from bot.handlers.desk.choices import chosen, rows, turned
from bot.handlers.desk.door import give_back, officer
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core import outbox
from core.announcements import letters, queries, rules, services
from core.announcements.models import Announcement, Theme
from core.announcements.services import Author
from core.areas.models import Area
from core.areas.queries import area_by_id
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.secrets import keys_of

announce = Flow("announce")

EVERYWHERE = "a0"


@announce.command("umumkan", "announce")
@announce.action
async def write(turn: Turn) -> str:
    officer(turn)
    if not await queries.has_themes(turn.session):
        raise Refused("announcements.refused.no_themes")
    if turn.flow == announce.name:
        turn.leave()
    return turn.enter("announce.words", words="")


async def _ask_words(turn: Turn) -> None:
    turn.say("announcements.write", buttons=(("cancel",),))


@announce.step(_ask_words)
async def words(turn: Turn) -> str | None:
    if turn.tapped is not None:
        return _cancel(turn)
    photo = next((file.file_id for file in turn.files if file.kind == "photo"), None)
    if turn.files and photo is None:
        raise Refused("announcements.refused.file")
    title, text = rules.split(turn.text)
    rules.text(text, with_picture=photo is not None)
    turn.data |= {"words": turn.text, "title": title, "text": text, "photo": photo}
    return await _theme_step(turn) if "theme" not in turn.data else "preview"


async def _theme_step(turn: Turn) -> str:
    """One theme needs no question."""
    themes = await queries.themes(turn.session)
    if len(themes) == 1:
        turn.data["theme"] = themes[0].id
        return await _area_step(turn)
    language = turn.person.language
    _offer(turn, [(f"t{one.id}", one.name_in(language)) for one in themes])
    return "theme"


async def _area_step(turn: Turn) -> str:
    """Where no areas are known it is for everybody."""
    places = await queries.area_choices(turn.session)
    if not places:
        return "preview"
    _offer(turn, [(f"a{one.id}", one.full_name) for one in places])
    return "area"


def _offer(turn: Turn, choices: list[tuple[str, str]]) -> None:
    turn.data["choices"] = [
        {"value": value, "kind": "news", "name": name, "count": 0} for value, name in choices
    ]
    turn.data["page"] = 0


async def _ask_theme(turn: Turn) -> None:
    turn.say("announcements.which_theme", buttons=(*rows(turn), ("cancel",)))


@announce.step(_ask_theme)
async def theme(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _cancel(turn)
    picked = None if turned(turn) else chosen(turn)
    if picked is None:
        return "theme"
    turn.data["theme"] = int(picked[1:])
    return await _area_step(turn) if "area" not in turn.data else "preview"


async def _ask_area(turn: Turn) -> None:
    everywhere = turn.choice(EVERYWHERE, "button.news.everywhere")
    turn.say("announcements.which_area", buttons=((everywhere,), *rows(turn), ("cancel",)))


@announce.step(_ask_area)
async def area(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _cancel(turn)
    picked = None if turned(turn) else chosen(turn)
    if picked is None and turn.tapped != EVERYWHERE:
        return "area"
    turn.data["area"] = int((picked or EVERYWHERE)[1:]) or None
    return "preview"


async def _show(turn: Turn) -> None:
    """The very message, and below it who would get it."""
    row = await _row(turn)
    office = turn.session.info["service"].office
    letter = letters.letter(row, turn.person.language, office, keys_of(turn.session))
    letter.payload.pop("buttons")
    outbox.post(turn.session, turn.person.lane, letter, now=turn.now, kind="interactive")
    count = await queries.count_recipients(turn.session, row.theme.id, turn.data.get("area"))
    most = turn.session.info["service"].announce_alone
    second = rules.needs_second(officer(turn).role, count, most)
    turn.say(
        "announcements.preview",
        buttons=_choices(turn, count),
        count=count,
        theme=row.theme.name_in(turn.person.language),
        area=row.area.full_name if row.area else Text("news.everywhere"),
        when=Text("announcements.at_once" if row.urgent else "announcements.in_hours"),
        second=Text("announcements.needs_second") if second and count else NOTHING,
    )


def _choices(turn: Turn, count: int) -> tuple[tuple[Button | str, ...], ...]:
    again: tuple[str, ...] = ("retheme", "rearea") if "area" in turn.data else ("retheme",)
    when = "calm" if turn.data.get("urgent") else "urgent"
    last: tuple[str, ...] = ("send", "cancel") if count else ("cancel",)
    return (again, (when,), last)


@announce.step(_show)
async def preview(turn: Turn) -> str | None:
    match turn.tapped:
        case None:
            # Other words take the place of the old ones.
            return await words(turn)
        case "send":
            return await _send(turn)
        case "retheme":
            turn.data.pop("theme")
            return await _theme_step(turn)
        case "rearea":
            return await _area_step(turn)
        case "urgent" | "calm" as when:
            turn.data["urgent"] = when == "urgent"
            return "preview"
    return _cancel(turn)


async def _send(turn: Turn) -> str:
    author = Author.of(officer(turn))
    facts = await _facts(turn)
    row = await services.draft(turn.session, author, now=turn.now, **facts)
    await services.send(turn.session, row, author, now=turn.now)
    key = f"announcements.accepted.{row.state}"
    # What comes of it is a message of its own, with the buttons to look after it.
    buttons = ((Button("announce.show", row.id), Button("announce.share", row.id)),)
    turn.say(key, buttons=buttons, count=row.total, begins=row.begins_at or turn.now)
    return DONE


async def _row(turn: Turn) -> Announcement:
    """What it would be, not written anywhere."""
    facts = await _facts(turn)
    photo = facts.pop("photo")
    sealed = keys_of(turn.session).seal(photo.encode()) if photo else None
    theme: Theme = facts["theme"]
    return Announcement(**facts, theme_id=theme.id, photo=sealed, picture=None)


async def _facts(turn: Turn) -> dict[str, Any]:
    theme = await queries.theme_by_id(turn.session, turn.data["theme"])
    if theme is None:
        raise Refused("news.refused.theme")
    area_id = turn.data.get("area")
    area: Area | None = await area_by_id(turn.session, area_id) if area_id else None
    known = {name: turn.data.get(name) for name in ("title", "text", "photo")}
    return {**known, "theme": theme, "area": area, "urgent": bool(turn.data.get("urgent"))}


def _cancel(turn: Turn) -> str:
    give_back(turn, Text("announcements.cancelled"), turn.data.get("words", ""))
    return DONE

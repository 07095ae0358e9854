"""Whatever people type is shown as they typed it and does nothing."""

from html.parser import HTMLParser
from typing import Any

from admin.routes import ROUTES
from core.accounts import services as accounts
from core.areas import queries
from core.areas.landmarks import add_landmark
from core.areas.services import change_area
from core.details.services import add_question
from core.emergencies.services import add_number
from core.handover.services import bring
from core.handover.tables import Table
from core.people import services as people
from core.people.units import add_unit
from core.replies.services import add_template
from core.tickets.categories import add_category
from tests import areas, knowing, news, own_data, voices
from tests.admin.panel import Panel
from tests.admin.test_every_door import address

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "{0.__class__}{unit}%(x)s",
    "<a href=data:text/html,x>x</a>",
    "&lt;b&gt;&amp;",
    "\u202egnp.exe\u2066",
)
ALL = " ".join(PAYLOADS)
URLS = ("href", "src", "action", "formaction")


class Reader(HTMLParser):
    """Collects what a browser would run, and what it would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.shown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "style"):
            self.dangers.append(tag)
        for name, value in attrs:
            place = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.dangers.append(f"{tag} {name}")
            if name in URLS and place.startswith(("javascript:", "data:", "//")):
                self.dangers.append(f"{tag} {name}={value}")
            if name == "value":
                self.shown += f" {value}"

    def handle_data(self, data: str) -> None:
        self.shown += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


async def plant(panel: Panel) -> None:
    """Every text somebody can type holds every payload."""
    short = ALL[:110]
    ticket_id = await panel.town.files(text=ALL, place=ALL)
    await panel.town.does("Budi", "accept", ticket_id)
    await panel.town.does("Budi", "reply", ticket_id, ALL)
    await panel.town.does("Sari", "add", ticket_id, ALL)
    async with panel.town.begin() as session:
        root = await panel.town.unit(session, "kecamatan")
        facts: dict[str, Any] = {"by": "cli", "now": panel.now()}
        unit = await add_unit(
            session,
            code="jahat",
            name=short,
            parent=root,
            calendar_id=root.calendar_id,
            about=ALL,
            **facts,
        )
        await people.add_staff(session, unit, short, "officer", position=ALL, **facts)
        category = await add_category(
            session, code="jahat", name=short, unit=unit, words=[ALL], examples=[ALL], **facts
        )
        await add_question(session, category, kind="text", wording=short, **facts)
        typed = Table([*PAYLOADS, short], [(2, [*PAYLOADS, short])])
        await bring(session, b"", typed, short[:40], by="cli", name=short, now=panel.now())
        harmless = ALL.replace("{", "").replace("}", "")
        await add_template(session, name=short, text=harmless, **facts)
        await voices.plant(session, panel.now(), short)
        await own_data.plant(session, panel.now(), short)
        await news.plant(session, panel.now(), short)
        await knowing.plant(session, panel.now(), short)
        await areas.plant(session)
        [area, *_] = await queries.tree(session)
        await change_area(session, area.area, unit=unit, outside=ALL[:290], **facts)
        names: dict[str, Any] = {"name": short, "aliases": [*PAYLOADS[:4], short]}
        await add_landmark(session, area=area.area, point=None, **names, **facts)
        await add_number(session, number="112", name=short, name_en=ALL, kinds=["fire"], **facts)
        await accounts.create_account(session, "jahat", short, "head", unit_id=unit.id, **facts)


async def test_no_page_runs_what_somebody_typed(panel: Panel) -> None:
    await plant(panel)
    browser = await panel.signed_in("ani")
    shown = 0
    for route in ROUTES:
        if route.writes:
            continue
        for number in range(1, 9):
            path = (await address(panel, route)).replace("/1", f"/{number}")
            page = await browser.get(path)
            if page.status != 200:
                continue
            reader = read(page.html)
            assert reader.dangers == [], path
            shown += PAYLOADS[0] in reader.shown
            if "{id:" not in route.path:
                break
    assert shown >= 9


async def test_a_ticket_shows_every_sign_as_it_was_typed(panel: Panel) -> None:
    await plant(panel)
    code = next(iter(await panel.rows_of_tickets()))
    page = await (await panel.signed_in("vina")).get(f"/laporan/{code}")
    reader = read(page.html)
    assert reader.shown.count(ALL) >= 3
    assert reader.dangers == []


async def test_a_refused_form_and_a_search_give_back_what_was_typed_harmlessly(
    panel: Panel,
) -> None:
    browser = await panel.signed_in("ani")
    for payload in PAYLOADS:
        refused = await browser.post("/petugas", name=payload, position=payload, unit="1", role="")
        found = await browser.sends("GET", f"/laporan?q={_quoted(payload)}")
        assert (refused.status, found.status) == (422, 200)
        for page in (refused, found):
            reader = read(page.html)
            assert reader.dangers == []
            assert payload in reader.shown


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())

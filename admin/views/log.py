"""Who changed what in the office's own data."""

from datetime import date

from aiohttp import web

from admin.forms import Form, Line
from admin.visit import Visit
from core import audit
from core.audit import Audit
from core.audit_names import names_of, unit_of
from core.i18n import Text, has_text

# Details that are days.
DAYS = ("day", "tested_on")


class Asked(Form):
    about: Line = ""


async def index(visit: Visit) -> web.Response:
    about = visit.asked(Asked).about
    acts = await audit.recent(visit.session, about=about or None, limit=200)
    words = Words(await names_of(visit.session, acts))
    return visit.page("log/index.html", acts=acts, about=about, words=words)


class Words:
    """An act as people read it; what has no words is shown as it was written."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def action(self, act: Audit) -> Text:
        return _text(f"panel.act.{act.action}", act.action)

    def named(self, reference: str) -> Text:
        """An actor or an object."""
        if reference in self._names:
            return _plain(self._names[reference])
        kind, _, number = reference.partition(":")
        if kind == "featureswitch":
            return _text(f"features.{number}.title", reference)
        key = f"panel.log.named.{kind}"
        return Text(key, number=number) if has_text(key) else _plain(reference)

    def label(self, name: str) -> Text:
        return _text(f"panel.field.{name}", name)

    def value(self, act: Audit, name: str) -> Text:
        """A detail: a role, a unit, a day, a yes or no, or as it is."""
        value = act.detail[name]
        if value is None:
            return Text("panel.log.none_named")
        if name == "role":
            roles = "role" if act.action.startswith("account.") else "staff_role"
            return _text(f"panel.{roles}.{value}", str(value))
        if name in ("unit", "parent"):
            return _plain(self._names.get(":".join(unit_of(value)), str(value)))
        if isinstance(value, bool):
            return Text("panel.log.yes" if value else "panel.log.no")
        return _plain(date.fromisoformat(value) if name in DAYS else value)


def _text(key: str, otherwise: str) -> Text:
    return Text(key) if has_text(key) else _plain(otherwise)


def _plain(value: object) -> Text:
    return Text("common.plain", text=value)

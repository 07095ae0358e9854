"""Who changed what in the office's own data."""

from aiohttp import web

from admin.forms import Form, Line
from admin.visit import Visit
from core import audit
from core.audit import Audit
from core.i18n import Text, has_text


class Asked(Form):
    about: Line = ""


async def index(visit: Visit) -> web.Response:
    about = visit.asked(Asked).about
    acts = await audit.recent(visit.session, about=about or None, limit=200)
    return visit.page("log/index.html", acts=acts, about=about, action=_action)


def _action(act: Audit) -> Text:
    """What was done, in words; an act without a text is shown by its name."""
    key = f"panel.act.{act.action}"
    return Text(key) if has_text(key) else Text("common.plain", text=act.action)

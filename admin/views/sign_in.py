"""Coming in with name and password or with a one-time link, and going out."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from admin import cookies, devices
from admin.addresses import local_path
from admin.forms import Form, Line, Words
from admin.keys import PASSWORDS
from admin.visit import Visit
from core.accounts import queries, services, throttle
from core.accounts.models import Account
from core.errors import Refused
from core.i18n import LANGUAGES
from core.secrets import keys_of


class Credentials(Form):
    account: Line
    password: Words
    next: Line = "/"


async def show(visit: Visit) -> web.Response:
    """The form; somebody who is in already goes on."""
    path = local_path(visit.typed("next", visit.request.query.get("next", "/")))
    if visit.visitor.account is not None:
        return visit.to(path)
    return visit.page("sign_in/form.html", next=path)


async def enter(visit: Visit) -> web.Response:
    """Check name and password; a wrong name costs as much time as a wrong password."""
    form: Credentials = visit.form
    async with visit.db.begin() as session:
        limits = devices.limits_for(visit, keys_of(session), form.account)
        await throttle.count(session, limits, now=visit.now)
        account = await queries.account_named(session, form.account)
    stored = account.password_hash if account else None
    passwords = visit.request.app[PASSWORDS]
    if not await passwords.fits(stored, form.password) or stored is None:
        raise Refused("panel.refused.sign_in")
    renewed = await passwords.hash(form.password) if passwords.outdated(stored) else stored
    async with visit.db.begin() as session:
        account = await queries.account_named(session, form.account)
        if account is None or account.password_hash != stored:
            raise Refused("panel.refused.sign_in")
        account.password_hash = renewed
        await throttle.forgive(session, limits)
        return await _opened(visit, session, account, local_path(form.next))


async def link(visit: Visit) -> web.Response:
    """A page with a button: whatever looks at a link in a chat must not use it up."""
    return visit.page("sign_in/link.html")


async def use_link(visit: Visit) -> web.Response:
    account = await services.use_link(
        visit.session, visit.request.match_info["token"], now=visit.now
    )
    return await _opened(visit, visit.session, account, "/")


async def leave(visit: Visit) -> web.Response:
    await services.end_session(visit.session, visit.visitor.token)
    response = visit.to("/masuk", said="signed_out")
    cookies.set_token(visit.request, response, cookies.new_token())
    return response


async def language(visit: Visit) -> web.Response:
    """Another language for this browser, then back to the page."""
    response = visit.to(local_path(visit.request.query.get("next", "/")))
    chosen = visit.request.match_info["language"]
    if chosen not in LANGUAGES:
        raise web.HTTPNotFound
    cookies.set_language(visit.request, response, chosen)
    return response


async def _opened(visit: Visit, session: AsyncSession, account: Account, path: str) -> web.Response:
    """A new session under a new token; what was open in this browser ends."""
    await services.end_session(session, visit.visitor.token)
    token = await services.open_session(session, account, now=visit.now)
    response = visit.to(path)
    cookies.set_token(visit.request, response, token)
    cookies.set_device(visit.request, response, devices.sealed(keys_of(session), account.name))
    return response

"""Who may open this panel."""

from aiohttp import web

from admin.forms import Choice, Form, Line
from admin.visit import Visit
from core.accounts import queries, rules, services
from core.accounts.models import ROLES, Account
from core.errors import Refused
from core.people.panel_queries import tree, unit_seen


class Rights(Form):
    role: Line
    unit: Choice = None


class NewAccount(Rights):
    account: Line
    full_name: Line


async def index(visit: Visit) -> web.Response:
    found = await queries.all_accounts(visit.session)
    return visit.page("accounts/index.html", accounts=found)


async def new(visit: Visit) -> web.Response:
    return visit.page("accounts/new.html", units=await tree(visit.session), roles=ROLES)


async def add(visit: Visit) -> web.Response:
    form: NewAccount = visit.form
    account = await services.create_account(
        visit.session,
        form.account,
        form.full_name,
        form.role,
        unit_id=await _unit(visit, form.unit),
        by=visit.actor,
        now=visit.now,
    )
    return visit.to(f"/pengguna/{account.id}", said="account_added")


async def show(visit: Visit) -> web.Response:
    return visit.page(
        "accounts/show.html",
        account=await _account(visit),
        units=await tree(visit.session),
        roles=ROLES,
    )


async def change(visit: Visit) -> web.Response:
    form: Rights = visit.form
    account, unit_id = await _other(visit), await _unit(visit, form.unit)
    await services.change_account(
        visit.session, account, form.role, unit_id, by=visit.actor, now=visit.now
    )
    return visit.to(f"/pengguna/{account.id}", said="saved")


async def link(visit: Visit) -> web.Response:
    """A one-time way in, on this page only."""
    account = await _account(visit)
    token = await services.make_link(visit.session, account, by=visit.actor, now=visit.now)
    address = f"{visit.config.web.public_url.rstrip('/')}/masuk/{token}"
    until = visit.now + rules.LINK_LASTS
    return visit.page("accounts/linked.html", account=account, address=address, until=until)


async def close(visit: Visit) -> web.Response:
    account = await _other(visit)
    await services.close_account(visit.session, account, by=visit.actor, now=visit.now)
    return visit.to("/pengguna", said="account_closed")


async def reopen(visit: Visit) -> web.Response:
    account = await _other(visit)
    await services.reopen_account(visit.session, account, by=visit.actor, now=visit.now)
    return visit.to(f"/pengguna/{account.id}", said="saved")


async def _account(visit: Visit) -> Account:
    account = await queries.account_by_id(visit.session, visit.id)
    if account is None:
        raise web.HTTPNotFound
    return account


async def _other(visit: Visit) -> Account:
    """The account in the address; nobody changes their own rights or shuts themselves out."""
    account = await _account(visit)
    if account.id == visit.account.id:
        raise Refused("panel.refused.own_account")
    return account


async def _unit(visit: Visit, unit_id: int | None) -> int | None:
    if unit_id is not None and await unit_seen(visit.session, unit_id, None) is None:
        raise Refused("panel.refused.unit")
    return unit_id

"""One's own account: where it is signed in, and its password."""

from aiohttp import web

from admin import cookies
from admin.forms import Form, Words
from admin.keys import PASSWORDS
from admin.reauthentication import check_password
from admin.visit import Visit
from core.accounts import queries, rules, services
from core.accounts.models import Account
from core.errors import Refused


class NewPassword(Form):
    current_password: Words = ""
    new_password: Words
    new_password_again: Words


async def show(visit: Visit) -> web.Response:
    sessions = await queries.sessions_of(visit.session, visit.account.id, now=visit.now)
    return visit.page(
        "account/show.html",
        sessions=sessions,
        least=rules.SHORTEST_PASSWORD,
        most=rules.LONGEST_PASSWORD,
    )


async def password(visit: Visit) -> web.Response:
    """Change it; every other browser is signed out."""
    form: NewPassword = visit.form
    if form.new_password != form.new_password_again:
        raise Refused("panel.refused.password_differs")
    context = f"{visit.account.name} {visit.account.full_name} {visit.config.service.office}"
    new = rules.password(form.new_password, context=context)
    if visit.account.password_hash is not None:  # else a one-time link opened it
        await check_password(visit, form.current_password)
    hashed = await visit.request.app[PASSWORDS].hash(new)
    async with visit.db.begin() as session:
        account = await session.get_one(Account, visit.account.id)
        if account.password_hash != visit.account.password_hash:
            raise Refused("panel.refused.current_password")
        await services.set_password(session, account, hashed, by=visit.actor, now=visit.now)
        token = await services.open_session(session, account, now=visit.now)
    response = visit.to("/akun", said="password_changed")
    cookies.set_token(visit.request, response, token)
    return response


async def leave_everywhere(visit: Visit) -> web.Response:
    account = await visit.session.get_one(Account, visit.account.id)
    await services.end_all_sessions(visit.session, account)
    response = visit.to("/masuk", said="signed_out_everywhere")
    cookies.set_token(visit.request, response, cookies.new_token())
    return response

"""From a request to its view: who is it, may they, is the form ours; then one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from hmac import compare_digest
from urllib.parse import urlencode

from aiohttp import web

from admin import bodies, cookies
from admin.addresses import same_site
from admin.bodies import Sent
from admin.forms import filled
from admin.keys import CLOCK, CONFIG, DB
from admin.protection import Handler, error_page
from admin.route import Route
from admin.visit import Visit, Visitor
from core.accounts import queries, rules, services
from core.errors import Moved, Refused
from core.features.queries import load
from core.features.rules import ALL_ON, Features, feature_of

# The field that carries the form token.
TOKEN_FIELD = "csrf"  # noqa: S105
# Fields nobody typed.
UNSAID = (TOKEN_FIELD, "once", "version", "next")


def door(route: Route) -> Handler:
    """The handler of a route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        visitor, features, fresh = await _recognise(request)
        # Whoever may not send a file is not listened to for ten megabytes.
        if route.file and bodies.carries_file(request) and visitor.role not in route.who:
            return error_page(request, 403 if visitor.account else 401)
        sent = await bodies.read(request, route.file, route.files) if route.writes else Sent()
        now = request.app[CLOCK].now()
        visit = Visit(request, visitor, now, sent.fields, sent.files, features=features)
        response = _turned_away(route, visit)
        if response is None:
            response = await (_write(route, visit) if route.writes else _read(route, visit))
        if fresh and not cookies.has_token(request, response):
            cookies.set_token(request, response, visitor.token)
        return response

    return handle


async def _recognise(request: web.Request) -> tuple[Visitor, Features, bool]:
    """Who it is by the cookie, what is on, and whether a cookie has to be given first."""
    token = cookies.token_of(request)
    if token is None:
        return Visitor(cookies.new_token(), None), ALL_ON, True
    now, db = request.app[CLOCK].now(), request.app[DB]
    async with db.read() as session:
        found = await queries.session_with(session, token, now=now)
        features = await load(session)
    if found is not None and now - found.seen_at >= rules.TOUCH_EVERY:
        async with db.begin() as session:
            await services.touch(session, found.id, now=now)
    return Visitor(token, found), features, False


def _turned_away(route: Route, visit: Visit) -> web.StreamResponse | None:
    """Why the visit ends here, if it does."""
    if route.writes and not _is_ours(visit):
        return error_page(visit.request, 403)
    if visit.visitor.role in route.who:
        return None if visit.has(route.name) else _switched_off(route, visit)
    if visit.visitor.account is not None:
        return error_page(visit.request, 403)
    if route.writes:
        return error_page(visit.request, 401, typed=_given_back(visit.raw))
    wanted = urlencode({"next": visit.request.rel_url.raw_path_qs})
    return visit.to(f"/masuk?{wanted}")


def _switched_off(route: Route, visit: Visit) -> web.Response:
    """The office does without it: what it was, who switches it on, and what was typed."""
    return visit.page(
        "features/off.html",
        status=404,
        feature=feature_of("views", route.name),
        typed=_given_back(visit.raw) if route.writes else {},
    )


def _given_back(fields: Mapping[str, str]) -> dict[str, str]:
    """What somebody wrote in a form whose session had ended, without secrets."""
    return {
        name: value
        for name, value in fields.items()
        if value.strip() and name not in UNSAID and "password" not in name
    }


def _is_ours(visit: Visit) -> bool:
    """Whether the form was on a page of ours, in this browser."""
    token = visit.raw.get(TOKEN_FIELD, "").encode()
    ours = compare_digest(token, visit.visitor.form_token.encode())
    return ours and same_site(visit.request, visit.request.app[CONFIG].web.public_url)


async def _read(route: Route, visit: Visit) -> web.StreamResponse:
    async with visit.db.read() as session:
        return await route.view(replace(visit, _session=session))


async def _write(route: Route, visit: Visit) -> web.StreamResponse:
    """Do it in one transaction, or show the page again with the reason and what was typed."""
    assert route.form is not None
    assert route.page is not None
    fields = {name: value for name, value in visit.raw.items() if name != TOKEN_FIELD}
    try:
        visit.form = filled(route.form, fields)
        if route.alone:
            return await route.view(visit)
        async with visit.db.begin() as session:
            return await route.view(replace(visit, _session=session))
    except Refused as refused:
        async with visit.db.read() as session:
            again = replace(visit, refused=refused, _session=session)
            response = await route.page(again)
        if response.status == 200:
            response.set_status(409 if isinstance(refused, Moved) else 422)
        return response

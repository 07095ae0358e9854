"""Bots, people and groups."""

from aiohttp import web

from simulator import groups, views
from simulator.accounts import Account, Bot
from simulator.chats import Chat
from simulator.control.requests import body_of, group_of, person_of
from simulator.errors import Json
from simulator.http import TELEGRAM
from simulator.telegram import Telegram

routes = web.RouteTableDef()
DETAILS = ("last_name", "username", "language_code", "label", "group")


@routes.post("/control/bots")
async def add_bot(request: web.Request) -> web.Response:
    body = await body_of(request)
    more = {"privacy": bool(body["privacy"])} if "privacy" in body else {}
    telegram = request.app[TELEGRAM]
    bot = telegram.add_bot(str(body["token"]), body["username"], body["name"], **more)
    return web.json_response({"id": bot.id, "username": bot.username, "name": bot.name})


@routes.post("/control/people")
async def add_person(request: web.Request) -> web.Response:
    body = await body_of(request)
    details = {key: body[key] for key in DETAILS if body.get(key)}
    account = request.app[TELEGRAM].add_person(str(body["first_name"]), **details)
    return web.json_response(views.person(account))


@routes.get("/control/people")
async def people(request: web.Request) -> web.Response:
    accounts = request.app[TELEGRAM].accounts.values()
    return web.json_response([views.person(account) for account in accounts])


@routes.post("/control/people/{person}/deactivate")
async def deactivate(request: web.Request) -> web.Response:
    person_of(request).account.deactivated = True
    return web.json_response({})


@routes.post("/control/groups")
async def add_group(request: web.Request) -> web.Response:
    """Bots among the members come in after the people, with my_chat_member."""
    telegram, body = request.app[TELEGRAM], await body_of(request)
    members = [_someone(telegram, id_) for id_ in body["members"]]
    people = [member for member in members if isinstance(member, Account)]
    if not people:
        raise ValueError("members must name at least one person")
    group = telegram.add_group(str(body["title"]), *people)
    for bot in [member for member in members if isinstance(member, Bot)]:
        groups.add(telegram, group, bot, people[0])
    return web.json_response(_group(group))


@routes.post("/control/groups/{group}/migrate")
async def migrate(request: web.Request) -> web.Response:
    return web.json_response(_group(groups.migrate(request.app[TELEGRAM], group_of(request))))


@routes.post("/control/groups/{group}/members")
async def change_members(request: web.Request) -> web.Response:
    """`{add: [ids], remove: [ids], promote: [bot ids], by?}`, ids of people or bots."""
    telegram, group, body = request.app[TELEGRAM], group_of(request), await body_of(request)
    actor = telegram.accounts[int(body["by"])] if "by" in body else group.person
    for id_ in body.get("add", []):
        groups.add(telegram, group, _someone(telegram, id_), actor)
    for id_ in body.get("promote", []):
        groups.promote(telegram, group, group.bots[int(id_)], actor)
    for id_ in body.get("remove", []):
        groups.remove(telegram, group, _someone(telegram, id_), actor)
    return web.json_response(_group(group))


def _someone(telegram: Telegram, id_: int) -> Account | Bot:
    bots = {bot.id: bot for bot in telegram.bots.values()}
    found = telegram.accounts.get(int(id_)) or bots.get(int(id_))
    if found is None:
        raise web.HTTPNotFound(text=f"no person or bot {id_}")
    return found


def _group(group: Chat) -> Json:
    members = [*group.people, *group.bots]
    return {"id": group.id, "title": group.title, "type": group.kind, "members": members}

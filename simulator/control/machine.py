"""Time, faults, limits and the ledger."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from aiohttp import web

from simulator.control.requests import body_of
from simulator.errors import Json
from simulator.http import TELEGRAM

routes = web.RouteTableDef()
Jump = Callable[[], Awaitable[None]]
"""Moves the simulator's clock to the next working day."""
JUMP: web.AppKey[Jump | None] = web.AppKey("jump")
ABOUT: web.AppKey[Json] = web.AppKey("about")
SATURDAY = 5


@routes.get("/control/about")
async def about(request: web.Request) -> web.Response:
    return web.json_response(request.app[ABOUT])


@routes.get("/control/clock")
async def clock(request: web.Request) -> web.Response:
    return _now(request)


@routes.post("/control/clock")
async def advance(request: web.Request) -> web.Response:
    seconds = float((await body_of(request))["advance"])
    if seconds < 0:
        raise ValueError("advance: time only moves forward")
    request.app[TELEGRAM].clock.advance(seconds)
    return _moved(request)


@routes.post("/control/clock/next-working-day")
async def next_working_day(request: web.Request) -> web.Response:
    jump = request.app[JUMP]
    if jump is not None:
        await jump()
    else:
        telegram = request.app[TELEGRAM]
        telegram.clock.advance(until_next_weekday(telegram.now()).total_seconds())
    return _moved(request)


def until_next_weekday(now: datetime) -> timedelta:
    days = 1
    while (now + timedelta(days=days)).weekday() >= SATURDAY:
        days += 1
    return timedelta(days=days)


@routes.post("/control/faults")
async def add_fault(request: web.Request) -> web.Response:
    body = await body_of(request)
    request.app[TELEGRAM].faults.add(**body)
    return web.json_response({})


@routes.delete("/control/faults")
async def clear_faults(request: web.Request) -> web.Response:
    request.app[TELEGRAM].faults.clear()
    return web.json_response({})


@routes.post("/control/limits")
async def set_limits(request: web.Request) -> web.Response:
    request.app[TELEGRAM].set_limits(**await body_of(request))
    return web.json_response({})


@routes.get("/control/ledger")
async def ledger(request: web.Request) -> web.Response:
    kept = request.app[TELEGRAM].ledger
    return web.json_response({"accepted": kept.accepted, "effects": kept.effects})


@routes.delete("/control/ledger")
async def clear_ledger(request: web.Request) -> web.Response:
    request.app[TELEGRAM].ledger.clear()
    return web.json_response({})


def _moved(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    telegram.settle()
    telegram.events.publish("clock", person=None, chat_id=None, now=telegram.now().isoformat())
    return _now(request)


def _now(request: web.Request) -> web.Response:
    return web.json_response({"now": request.app[TELEGRAM].now().isoformat()})

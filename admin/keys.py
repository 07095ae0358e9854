"""What the application carries for its pages."""

from aiohttp import web

from core.accounts.passwords import Passwords
from core.clock import Clock
from core.config import Config
from core.db import Database

DB = web.AppKey("db", Database)
CONFIG = web.AppKey("config", Config)
CLOCK = web.AppKey("clock", Clock)
PASSWORDS = web.AppKey("passwords", Passwords)
# Which roles may open each view, by its name such as `people.add`.
ACCESS = web.AppKey("access", dict[str, frozenset[str]])

"""The code at a unit's counter: a link into the bot, and its picture to print."""

import re
from io import BytesIO

import segno
from sqlalchemy.ext.asyncio import AsyncSession

from core import marks
from core.people.models import Unit

PAYLOAD = re.compile(r"skm-([1-9][0-9]{0,14})")
# Pixels a side of one square, which prints sharply at the size of a hand.
SCALE = 24


async def link_to(session: AsyncSession, unit: Unit) -> str:
    """The address that opens the survey, empty as long as nobody knows what the bot is called."""
    bot = await marks.named(session, "bot.username")
    return f"https://t.me/{bot}?start=skm-{unit.id}" if bot else ""


def picture(link: str) -> bytes:
    """The code as a PNG; takes some ten milliseconds."""
    out = BytesIO()
    segno.make_qr(link, error="m").save(out, kind="png", scale=SCALE, border=4)
    return out.getvalue()

"""Names, invites and the shape of a unit's code. Pure."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

from core.errors import Refused
from core.people.models import ROLES

INVITE_LASTS = timedelta(days=7)
TOKEN_BYTES = 24
# Fresh enough to know who was here lately, without a write for every message.
SEEN_EVERY = timedelta(hours=1)
LONGEST_NAME = 120
PROFILE = ("first_name", "last_name", "username")
# How somebody wants to be called, where that is not what Telegram tells.
CALLED = "called"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def profile(told: dict[str, Any]) -> dict[str, str]:
    """The parts of what Telegram tells that are kept."""
    return {part: str(told.get(part) or "") for part in PROFILE}


def token_hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def name(text: str) -> str:
    """A name on one line; refused when empty or too long for a card."""
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise Refused("people.refused.name", most=LONGEST_NAME)
    return plain


def code(text: str) -> str:
    """A short code such as `trantib`; refused unless lower case letters, digits and hyphens."""
    plain = text.strip()
    if not CODE.fullmatch(plain) or len(plain) > 40:
        raise Refused("people.refused.code")
    return plain


def role(text: str) -> str:
    if text not in ROLES:
        raise Refused("people.refused.role")
    return text

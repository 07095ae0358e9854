"""What an account may be called, what a password must be, how long a session lasts. Pure."""

import re
from datetime import datetime, timedelta
from hashlib import sha256

from core.accounts.models import ROLES, AccountSession, SignInLink
from core.errors import Refused

TOKEN_BYTES = 32
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# Written at most this often, so that reading a page rarely costs a write.
TOUCH_EVERY = timedelta(minutes=1)
MOST_SESSIONS = 3
LINK_LASTS = timedelta(minutes=10)

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
# What must be left of a password without words that everybody tries first.
SHORTEST_REST = 8
FEWEST_SIGNS = 5
COMMON_WORDS = (
    "tanggap", "telegram", "password", "passw0rd", "katasandi", "sandi", "rahasia", "admin",
    "administrator", "operator", "petugas", "kantor", "kecamatan", "kelurahan", "kabupaten",
    "desa", "camat", "lurah", "bupati", "indonesia", "merdeka", "bismillah", "qwerty", "asdfgh",
    "123456789", "12345678", "1234567", "123456", "12345", "1234", "sayang",
)  # fmt: skip
LONGEST_FULL_NAME = 120


def account_name(text: str) -> str:
    """The name to sign in with; refused unless 3 to 40 letters, digits, dots, hyphens."""
    name = text.strip().lower()
    if not NAME.fullmatch(name):
        raise Refused("panel.refused.account_name")
    return name


def full_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_FULL_NAME:
        raise Refused("panel.refused.full_name", most=LONGEST_FULL_NAME)
    return name


def role(text: str, unit_id: int | None) -> str:
    """The role; a head without a unit would head nothing, or everything."""
    if text not in ROLES:
        raise Refused("panel.refused.role")
    if text == "head" and unit_id is None:
        raise Refused("panel.refused.head_unit")
    return text


def password(text: str, *, context: str = "") -> str:
    """A password as typed; refused when short, long, or made of words one tries first.

    `context` holds words an attacker would try first: the name of the account and of the office.
    """
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        raise Refused(
            "panel.refused.password_length", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD
        )
    rest = text.lower()
    own = [word for word in re.split(r"[\W_]+", context.lower()) if len(word) > 2]
    for word in sorted((*own, *COMMON_WORDS), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST_REST or len(set(rest)) < FEWEST_SIGNS:
        raise Refused("panel.refused.password_guessable")
    return text


def token_hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def alive(session: AccountSession, now: datetime) -> bool:
    """Whether the session still counts: used lately, and not for too long."""
    return now < session.seen_at + IDLE and now < session.created_at + ABSOLUTE


def usable(link: SignInLink, now: datetime) -> bool:
    return link.used_at is None and now < link.expires_at

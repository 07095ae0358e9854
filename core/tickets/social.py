"""Where on other social media a citizen wrote: a network and the link of the comment.

The link is only kept and shown to whoever handles the case; nothing of ours ever opens it.
"""

import re
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refused
from core.features.queries import current
from core.tickets.models import CHANNELS

# Hosts by network; whatever else has a link is "other".
HOSTS = {
    "instagram": ("instagram.com",),
    "facebook": ("facebook.com", "fb.com", "fb.watch"),
    "x": ("x.com", "twitter.com"),
    "tiktok": ("tiktok.com",),
}
OTHER = "other"
# The channel of what was written there.
SOCIAL = "social"
NETWORKS = (*HOSTS, OTHER)
LONGEST_LINK = 500
# The part of an address before its path, without a name and a password in it.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")


def channels_of(session: AsyncSession) -> tuple[str, ...]:
    """How something can have come in this office."""
    social = current(session).on("social")
    return tuple(one for one in CHANNELS if social or one != SOCIAL)


def link(text: str) -> str:
    """The address as it is kept, empty for none; refused for what no browser would open."""
    plain = text.strip()
    if not plain:
        return ""
    if len(plain) > LONGEST_LINK or not _is_address(plain):
        raise Refused("social.refused.link", most=LONGEST_LINK)
    return plain


def is_link(text: str) -> bool:
    """Whether this is an address and nothing else."""
    return len(text.strip()) <= LONGEST_LINK and _is_address(text.strip())


def network(named: str, address: str) -> str:
    """The network: the one the address is of, else the one that was named; empty for none."""
    if named and named not in NETWORKS:
        raise Refused("social.refused.network")
    return _of(address) or named or (OTHER if address else "")


def _of(address: str) -> str:
    host = urlsplit(address).netloc.lower().partition(":")[0]
    for name, hosts in HOSTS.items():
        if any(host == one or host.endswith(f".{one}") for one in hosts):
            return name
    return ""


def _is_address(text: str) -> bool:
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(HOST.fullmatch(parts.netloc.lower()))

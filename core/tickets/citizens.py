"""Who a case is for that an officer wrote down: sealed, and masked for whoever does not handle it.

Whoever handles it is the officer who has it, who received it, and their head and coordinator.
"""

import re
from dataclasses import asdict, dataclass
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n
from core.errors import Refused
from core.people.models import Staff
from core.secrets import keys_of
from core.tickets import social
from core.tickets.models import Ticket

# ITU-T E.164: a number has at most 15 digits, the country's among them.
PHONE = re.compile(r"(?<!\d)\+?\d[\d ().-]{6,20}\d(?!\d)")
SHORTEST_PHONE, LONGEST_PHONE = 8, 15
LONGEST_NAME = 100
COUNTRY = "62"
# Browsers and chat apps cut longer addresses; the words then have to be copied.
LONGEST_LINK = 1800
HIDDEN = "•••"


@dataclass(frozen=True)
class Citizen:
    """Somebody who came, called or wrote; what they did not tell is empty.

    `phone` is the number with the country's code and without signs, such as 6281234567890.
    `network` is one of `social.NETWORKS` where they commented, `link` the address of the comment.
    """

    name: str = ""
    phone: str = ""
    network: str = ""
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.network)


def read_citizen(text: str) -> Citizen:
    """The name and the number in what was typed, in any order; refused when neither is there."""
    found = next((hit for hit in PHONE.finditer(text) if _digits(hit[0])), None)
    rest = text if found is None else text[: found.start()] + " " + text[found.end() :]
    name = " ".join(rest.split()).strip(" ,;:-/()+")
    if not name and found is None:
        raise Refused("counter.refused.citizen")
    return citizen(name, found[0] if found else "")


def citizen(name: str, phone: str, network: str = "", link: str = "") -> Citizen:
    """The citizen of a form; refused when a number or link cannot be one, or a name is too long."""
    name, phone = " ".join(name.split()), phone.strip()
    if len(name) > LONGEST_NAME:
        raise Refused("counter.refused.name", most=LONGEST_NAME)
    if phone and not _digits(phone):
        raise Refused("counter.refused.phone")
    address = social.link(link)
    return Citizen(name, _digits(phone), social.network(network, address), address)


def _digits(phone: str) -> str:
    """The international form; empty for what is no number. A number without a code is ours."""
    if set(phone) - set("+0123456789 ().-"):
        return ""
    digits = re.sub(r"\D", "", phone)
    if not phone.strip().startswith("+"):
        digits = digits[2:] if digits.startswith("00") else re.sub(r"^0|^(?=8)", COUNTRY, digits)
    return digits if SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE else ""


def sealed(session: AsyncSession, who: Citizen) -> bytes | None:
    return keys_of(session).seal_json(asdict(who)) if who else None


def citizen_of(session: AsyncSession, ticket: Ticket) -> Citizen:
    """Who the case was written down for; the caller checks who asks."""
    if ticket.reception is None or ticket.reception.citizen is None:
        return Citizen()
    return Citizen(**keys_of(session).open_json(ticket.reception.citizen))


def masked(who: Citizen) -> Citizen:
    """Enough to recognise somebody one knows, too little to look them up."""
    initials = " ".join(f"{word[0]}{HIDDEN}" for word in who.name.split())
    return Citizen(initials, f"{HIDDEN}{who.phone[-3:]}" if who.phone else "")


def handles(ticket: Ticket, staff: Staff, standing: str) -> bool:
    """Whether this member of staff has to know who it is for."""
    holds = ticket.assignee is not None and ticket.assignee.id == staff.id
    return holds or received(ticket, staff) or standing in ("head", "coordinator")


def received(ticket: Ticket, staff: Staff) -> bool:
    """Whether this member of staff wrote it down."""
    return ticket.reception is not None and ticket.reception.receiver == actor_of(staff)


def actor_of(staff: Staff) -> str:
    """A member of staff as the audit log names them."""
    return f"staff:{staff.id}"


def ready_text(session: AsyncSession, ticket: Ticket, said: str, name: str) -> str:
    """What an officer sends themselves to somebody who is not on Telegram, by name if known."""
    service = session.info["service"]
    facts = {"code": ticket.code, "unit": ticket.unit.name, "office": service.office, "said": said}
    key = "counter.ready_named" if name else "counter.ready"
    return i18n.plain(key, service.language, service.zone, name=name, **facts)


def whatsapp(phone: str, text: str) -> str:
    """The address that opens a chat with the words in it; empty for a fixed line or no number.

    Words too long for an address are left out: they are copied by hand.
    """
    if not phone or (phone.startswith(COUNTRY) and not phone.startswith(f"{COUNTRY}8")):
        return ""
    link = f"https://wa.me/{phone}"
    full = f"{link}?text={quote(text, safe='')}"
    return full if len(full) <= LONGEST_LINK else link

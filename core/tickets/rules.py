"""Who may do what to a ticket, and when. Pure."""

import secrets
from collections.abc import Callable
from typing import Literal

from core.errors import Refused
from core.people.models import Staff
from core.tickets.models import OPEN, STATES, Ticket

Standing = Literal["reporter", "follower", "officer", "head", "coordinator", "none"]

STAFF = frozenset({"officer", "head", "coordinator"})
REPORTER = frozenset({"reporter"})
FOLLOWER = frozenset({"follower"})
APPROVERS = frozenset({"head", "coordinator"})
# The class of reports about misuse of office and breaches of discipline.
INSPECTED = "pengawasan"

# Verb: who may do it, and in which states.
TABLE: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "see": (STAFF | REPORTER | FOLLOWER, frozenset(STATES)),
    "accept": (STAFF, frozenset({"new"})),
    "reply": (STAFF, frozenset({*OPEN, "resolved"})),
    "ask": (STAFF, frozenset(OPEN)),
    "dispose": (STAFF, frozenset(OPEN)),
    "return": (STAFF, frozenset(OPEN)),
    "refer": (STAFF, frozenset(OPEN)),
    "sort": (STAFF, frozenset(OPEN)),
    "note": (STAFF, frozenset(STATES)),
    "resolve": (STAFF, frozenset(OPEN)),
    "approve": (APPROVERS, frozenset(STATES)),
    "reassign": (frozenset({"coordinator"}), frozenset(OPEN)),
    "why": (STAFF, frozenset(OPEN)),
    "reschedule": (frozenset({"head", "coordinator"}), frozenset(OPEN)),
    "add": (REPORTER | FOLLOWER, frozenset({*OPEN, "resolved"})),
    "edit": (REPORTER, frozenset({*OPEN, "resolved"})),
    "locate": (REPORTER, frozenset({*OPEN, "resolved"})),
    "confirm": (REPORTER | FOLLOWER, frozenset({"resolved"})),
    "object": (REPORTER | FOLLOWER, frozenset({"resolved"})),
    # A follower may object for as long as the reporter could have.
    "reopen": (FOLLOWER, frozenset({"closed"})),
    "rate": (REPORTER, frozenset({"closed"})),
    "explain": (REPORTER, frozenset({"closed"})),
    "follow": (frozenset({"none", "follower"}), frozenset(OPEN)),
    "unfollow": (FOLLOWER, frozenset(STATES)),
    "merge": (STAFF, frozenset({*OPEN, "resolved"})),
    "split": (STAFF, frozenset({"closed"})),
    "bring": (STAFF, frozenset({*OPEN, "resolved"})),
    "allow": (REPORTER, frozenset(STATES)),
    "relate": (STAFF, frozenset(STATES)),
    "transcribe": (STAFF, frozenset(STATES)),
    "relay": (STAFF, frozenset(STATES)),
}

# What would show a report about staff to somebody it is not for.
NEVER_GUARDED = frozenset(
    {"dispose", "return", "refer", "reassign", "merge", "split", "relate", "sort", "bring"}
)

# Steps whose words are for the office; the citizen reads where the ticket went.
REASONS = frozenset({"disposed", "returned", "reassigned", "assigned"})
# Steps of followers; their words are for the office too.
OF_FOLLOWERS = frozenset({"followed", "follower_added", "follower_confirmed", "follower_objected"})

# SP4N-LAPOR! takes a report as finished 10 working days after an answer nobody replied to.
SILENCE_WORKING_DAYS = 10
SHORTEST_EXPLANATION = 10
LONGEST_TEXT = 20_000
RATINGS = (1, 2, 3, 4)
LOW_RATING = 2

# Crockford's base 32: no I, L, O, U, so nothing is misread or rude. Eight of them hold 40 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_DIGITS = 8


def may(standing: str, verb: str, state: str) -> bool:
    """The whole policy: whether somebody of this standing may do the verb in this state."""
    who, when = TABLE.get(verb, (frozenset(), frozenset()))
    return standing in who and state in when


def to_be_placed(ticket: Ticket) -> bool:
    """Whether a coordinator has to find its place: at the root, and nobody knows whose it is."""
    unknown = ticket.category_id is None or ticket.returned > 0
    return ticket.unit.parent_id is None and unknown


def needs_approval(ticket: Ticket, staff: Staff) -> bool:
    """Whether somebody above reads first what this member of staff writes to the citizen."""
    category = ticket.category
    return category is not None and category.approval_required and staff.role == "officer"


def settled_by_coordinator(ticket: Ticket, staff: Staff, most_returns: int) -> bool:
    """Whether it was returned so often that only a coordinator decides where it goes next.

    Units that are sent the same case again and again cannot settle whose it is.
    """
    return ticket.returned >= most_returns and staff.role != "coordinator"


def new_code(chance: Callable[[int], int] = secrets.randbits) -> str:
    """A number nobody can guess and everybody can read out, such as LP-4K7Q-92XM."""
    number = chance(40)
    digits = "".join(ALPHABET[number >> shift & 31] for shift in range(0, 40, 5))
    return f"LP-{digits[:4]}-{digits[4:]}"


def read_code(text: str) -> str | None:
    """The number somebody typed, however they spaced it; None when it is none."""
    plain = text.upper().translate(str.maketrans("OIL", "011"))
    digits = "".join(c for c in plain if c in ALPHABET)
    # A number may itself begin with what LP is read as.
    digits = digits.removeprefix("1P") if len(digits) > CODE_DIGITS else digits
    return f"LP-{digits[:4]}-{digits[4:]}" if len(digits) == CODE_DIGITS else None


def explanation(text: str) -> str:
    """The explanation of a solution; refused when it says nothing."""
    text = words(text, "ticket.refused.explain")
    if len(text.strip()) < SHORTEST_EXPLANATION:
        raise Refused("ticket.refused.explain", least=SHORTEST_EXPLANATION)
    return text


def words(text: str, otherwise: str = "ticket.refused.empty") -> str:
    """The text as it was written; refused when empty or longer than anybody reads."""
    if not text.strip():
        raise Refused(otherwise, least=SHORTEST_EXPLANATION)
    if len(text) > LONGEST_TEXT:
        raise Refused("ticket.refused.too_long", most=LONGEST_TEXT)
    return text

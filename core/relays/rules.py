"""What an officer may pass on for a citizen, and by which way they heard it. Pure."""

from core.tickets.models import OPEN, Ticket

# How it was said.
CHANNELS = ("phone", "counter", "whatsapp", "letter", "other")


def sayings(ticket: Ticket) -> tuple[str, ...]:
    """What the citizen can say of the case as it stands."""
    if ticket.state in OPEN:
        return ("answer",)
    if ticket.state == "resolved":
        return ("confirm", "object", "answer")
    return ("rate",) if ticket.master_id is None else ()

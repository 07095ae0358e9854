"""Every verb that changes a ticket, by subject in the files named here."""

from core.tickets.closing import confirm, explain, object_, rate, resolve
from core.tickets.dispatch import dispose, reassign, return_
from core.tickets.filing import file
from core.tickets.messages import link
from core.tickets.rescheduling import reschedule
from core.tickets.talk import add, edit, locate
from core.tickets.work import accept, ask, note, reply, show

__all__ = [
    "accept",
    "add",
    "ask",
    "confirm",
    "dispose",
    "edit",
    "explain",
    "file",
    "link",
    "locate",
    "note",
    "object_",
    "rate",
    "reassign",
    "reply",
    "reschedule",
    "resolve",
    "return_",
    "show",
]

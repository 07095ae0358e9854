"""Every verb that changes a ticket, by subject in the files named here."""

from core.tickets.closing import confirm, explain, rate, resolve
from core.tickets.counter import claim, receive
from core.tickets.dispatch import dispose, reassign, return_
from core.tickets.filing import file
from core.tickets.following import follow, stop
from core.tickets.merging import merge, relate, split, unrelate
from core.tickets.messages import link
from core.tickets.objecting import object_
from core.tickets.referring import refer
from core.tickets.rescheduling import reschedule
from core.tickets.sorting import sort
from core.tickets.talk import add, edit, locate
from core.tickets.work import accept, ask, note, refold, reply, show

__all__ = [
    "accept",
    "add",
    "ask",
    "claim",
    "confirm",
    "dispose",
    "edit",
    "explain",
    "file",
    "follow",
    "link",
    "locate",
    "merge",
    "note",
    "object_",
    "rate",
    "reassign",
    "receive",
    "refer",
    "refold",
    "relate",
    "reply",
    "reschedule",
    "resolve",
    "return_",
    "show",
    "sort",
    "split",
    "stop",
    "unrelate",
]

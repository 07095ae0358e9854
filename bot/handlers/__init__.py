"""All conversations of the bot."""

from bot.handlers import (
    addition,
    cancel,
    complaint,
    contact,
    desk,
    duty,
    language,
    lessons,
    menu,
    my_tickets,
    privacy,
    question,
    tasks,
    verdict,
)
from bot.handlers.alarm import call_first
from bot.handlers.edited import edited
from bot.handlers.first_message import news
from bot.handlers.membership import membership
from bot.handlers.menu import COMMANDS
from bot.handlers.replies import reply
from bot.router import Entrances, Router

__all__ = ["COMMANDS", "call_first", "make_router"]

FLOWS = (
    menu.menu,
    complaint.complaint,
    question.question,
    contact.contact,
    my_tickets.reports,
    addition.addition,
    verdict.verdict,
    language.language,
    privacy.privacy,
    cancel.cancel,
    desk.ticket,
    desk.desk,
    tasks.tasks,
    duty.duty,
    lessons.lessons,
)


def make_router() -> Router:
    """Every flow, and who takes what no flow claims."""
    vote = lessons.vote
    entrances = Entrances(reply=reply, news=news, edit=edited, vote=vote, membership=membership)
    return Router(FLOWS, entrances)

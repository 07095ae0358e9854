"""All conversations of the bot."""

from bot.handlers import (
    absence,
    addition,
    announce,
    bundle,
    cancel,
    choosing,
    complaint,
    contact,
    copying,
    counter,
    desk,
    details,
    development,
    duty,
    followed,
    forum,
    found_place,
    groups,
    improvements,
    keeping,
    language,
    lessons,
    menu,
    my_data,
    my_tickets,
    news,
    objection,
    privacy,
    question,
    receipt,
    simulation,
    start,
    survey,
    tasks,
    verdict,
)
from bot.handlers.alarm import call_first
from bot.handlers.edited import edited
from bot.handlers.first_message import news as first_words
from bot.handlers.groups import elsewhere
from bot.handlers.holding import holds
from bot.handlers.membership import membership
from bot.handlers.replies import reply
from bot.router import Entrances, Router

__all__ = ["call_first", "elsewhere", "make_router"]

FLOWS = (
    start.start,
    menu.menu,
    complaint.complaint,
    details.details,
    question.question,
    choosing.choosing,
    contact.contact,
    my_tickets.reports,
    followed.followed,
    forum.forum,
    improvements.improvement,
    improvements.suggestion,
    bundle.bundle,
    addition.addition,
    verdict.verdict,
    found_place.place,
    language.language,
    privacy.privacy,
    my_data.my_data,
    objection.ban,
    cancel.cancel,
    desk.ticket,
    desk.proposal,
    desk.desk,
    tasks.tasks,
    copying.copying,
    counter.counter,
    receipt.receipt,
    survey.survey,
    duty.duty,
    absence.absence,
    lessons.lessons,
    development.development,
    simulation.simulation,
    keeping.knowledge,
    news.news,
    announce.announce,
    groups.groups,
)


def make_router() -> Router:
    """Every flow, and who takes what no flow claims."""
    entrances = Entrances(
        reply=reply,
        holds=holds,
        news=first_words,
        edit=edited,
        vote=lessons.vote,
        membership=membership,
        lost=menu.lost,
        off=menu.off,
    )
    return Router(FLOWS, entrances)

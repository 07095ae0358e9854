"""Whoever is asked to be a mentor says yes or no; no reason is wanted."""

from bot.handlers.desk.door import officer
from bot.handlers.development.door import development, tapped
from bot.turn import Turn
from core.development import services, telling
from core.development.models import DevelopmentPlan
from core.development.queries import plan_by_id
from core.errors import Refused


@development.action
async def accept(turn: Turn) -> None:
    plan = await _asked(turn)
    await services.accept(turn.session, plan, now=turn.now)
    turn.say("development.thanks_accept", who=telling.who(plan))


@development.action
async def decline(turn: Turn) -> None:
    plan = await _asked(turn)
    await services.decline(turn.session, plan, now=turn.now)
    turn.say("development.thanks_decline")


async def _asked(turn: Turn) -> DevelopmentPlan:
    """The plan, locked, for the one who is asked."""
    staff = officer(turn)
    plan = await plan_by_id(turn.session, tapped(turn), lock=True)
    if plan is None or plan.mentor_id != staff.id:
        raise Refused("development.refused.not_yours")
    return plan

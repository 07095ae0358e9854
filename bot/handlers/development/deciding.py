"""A plan as its head sees it: approve, change, reject with a reason."""

from bot.flow import DONE
from bot.handlers.desk.door import give_back, number, officer
from bot.handlers.development.door import (
    decided_here,
    development,
    facts,
    tapped,
    written,
)
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.development import rules, services, telling
from core.development.models import DevelopmentPlan
from core.development.queries import steps
from core.i18n import Text
from core.outbox import Button
from core.tickets.citizens import actor_of


@development.action
async def open_(turn: Turn) -> None:
    await _show(turn, await decided_here(turn, tapped(turn)))


async def _show(turn: Turn, plan: DevelopmentPlan) -> None:
    said = await steps(turn.session, plan, plan.staff or officer(turn))
    turn.say(
        "development.one",
        buttons=_verbs(plan),
        after=_after(plan),
        bound=plan.bound,
        threshold=plan.threshold,
        days=plan.days,
        **facts(turn, plan, said),
    )


def _after(plan: DevelopmentPlan) -> Text:
    if not plan.after_n:
        return NOTHING
    return Text("development.after", bad=plan.after_bad, n=plan.after_n)


def _verbs(plan: DevelopmentPlan) -> tuple[tuple[Button, ...], ...]:
    approve = (Button("development.approve", plan.id),) if rules.may("approve", plan.state) else ()
    change = Button("development.change", plan.id)
    reject = Button("development.reject", plan.id)
    rows = (approve, (change, reject) if rules.may("reject", plan.state) else ())
    return tuple(row for row in rows if row)


@development.action
async def approve(turn: Turn) -> None:
    plan = await decided_here(turn, tapped(turn))
    await services.approve(turn.session, plan, by=actor_of(officer(turn)), now=turn.now)
    turn.say("development.approved", who=telling.who(plan))


@development.action
async def change(turn: Turn) -> None:
    await _show_change(turn, await decided_here(turn, tapped(turn)))


async def _show_change(turn: Turn, plan: DevelopmentPlan) -> None:
    lasts = tuple(_lasts(plan, n) for n in services.DAYS)
    other = ((Button("development.other", plan.id),),) if plan.mentor else ()
    turn.say(
        "development.change",
        buttons=(lasts, *other, (Button("development.open", plan.id),)),
        who=telling.who(plan),
        days=plan.days,
        mentor=telling.mentor(plan),
    )


@development.action
async def days(turn: Turn) -> None:
    assert turn.tap is not None
    plan_id, _, wanted = turn.tap.value.partition("-")
    plan = await decided_here(turn, number(plan_id))
    by = actor_of(officer(turn))
    await services.set_days(turn.session, plan, number(wanted), by=by, now=turn.now)
    await _show(turn, plan)


@development.action
async def other(turn: Turn) -> None:
    plan = await decided_here(turn, tapped(turn))
    await services.other_mentor(turn.session, plan, by=actor_of(officer(turn)), now=turn.now)
    await _show(turn, plan)


@development.action
async def reject(turn: Turn) -> str:
    plan = await decided_here(turn, tapped(turn))
    return turn.enter("development.reason", id=plan.id)


async def _ask_reason(turn: Turn) -> None:
    turn.say("development.ask_reason", buttons=(("cancel",),))


@development.step(_ask_reason)
async def reason(turn: Turn) -> str:
    if turn.tapped is not None:
        give_back(turn, Text("development.kept"), "")
        return DONE
    said, plan = written(turn), await decided_here(turn, turn.data["id"])
    await services.reject(turn.session, plan, said, by=actor_of(officer(turn)), now=turn.now)
    turn.say("development.rejected", who=telling.who(plan))
    return DONE


def _lasts(plan: DevelopmentPlan, n: int) -> Button:
    label = Text("button.development.days_n", n=n)
    return Button("development.days", f"{plan.id}-{n}", label=label)

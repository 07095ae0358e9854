"""Replying with a template: chosen, shown as the citizen would read it, changed or sent."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import attempt, cancel, officer, ticket
from bot.handlers.desk.draft import echo_sent
from bot.handlers.desk.writing import reply_text
from bot.turn import Turn
from core.replies.queries import filled, template_by_id
from core.tickets import services
from core.tickets.queries import ticket_for


async def _ask_which(turn: Turn) -> None:
    await choices.prompt(turn, "desk.template.which", *choices.rows(turn), ("cancel",))


@ticket.step(_ask_which)
async def template(turn: Turn) -> str | None:
    """Words that come before the choice are the reply."""
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped is None:
        return await reply_text(turn)
    value = choices.chosen(turn)
    found = await template_by_id(turn.session, int(value[1:])) if value else None
    if found is None:
        choices.turned(turn)
        return "template"
    staff = officer(turn)
    about = await ticket_for(turn.session, staff, turn.data["ticket"]["id"])
    turn.data["template"] = filled(turn.session, found, about, staff)
    return "template_text"


async def _ask_text(turn: Turn) -> None:
    await choices.prompt(turn, "desk.template.text", ("send", "cancel"), said=turn.data["template"])


@ticket.step(_ask_text)
async def template_text(turn: Turn) -> str | None:
    """Send it as it is; whoever writes sends their own words, files alone go with the template."""
    if turn.tapped is None:
        if turn.files and not turn.text:
            turn.data["text"] = turn.data["template"]
        return await reply_text(turn)
    if turn.tapped != "send":
        return cancel(turn)
    text = turn.data["text"] = turn.data["template"]
    found = await attempt(turn, services.reply, text)
    if found is not None:
        echo_sent(turn, "desk.reply.done", found, text)
    return DONE

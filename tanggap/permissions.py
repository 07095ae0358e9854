"""Who may do what to a report, as a page for people: made from the tables the service goes by."""

from collections.abc import Iterable
from functools import partial

from admin.routes import ROUTES
from core.i18n import plain
from core.tickets import rules
from core.tickets.models import OPEN, STATES

STANDINGS = ("reporter", "follower", "officer", "head", "coordinator", "none")
ROLES = ("admin", "coordinator", "head", "viewer")
# A view of the panel that writes to a report: the verb whose states hold for it.
PANEL = {
    "ticket.reassign": "reassign",
    "ticket.reschedule": "reschedule",
    "ticket.note": "note",
    "related.merge": "merge",
    "related.split": "split",
    "related.link": "relate",
    "related.unlink": "relate",
}
NEVER = "–"

_say = partial(plain, language="id")


def page() -> str:
    """The whole page in Indonesian, as Markdown."""
    never = ", ".join(_verb(one).lower() for one in rules.TABLE if one in rules.NEVER_GUARDED)
    return "\n\n".join(
        [
            _say("permissions.page.head"),
            _say("permissions.page.chat"),
            _table([_say(f"permissions.who.{one}") for one in STANDINGS], _chat()),
            _say("permissions.page.panel"),
            _table([_say(f"panel.role.{one}") for one in ROLES], _panel()),
            _say("permissions.page.protected", never=never),
        ]
    )


def panel_allows(view: str, role: str, state: str) -> bool:
    """Whether an account of this role may send this form about a report in this state."""
    [route] = [one for one in ROUTES if one.name == view]
    return role in route.who and state in rules.TABLE[PANEL[view]][1]


def _chat() -> Iterable[list[str]]:
    for verb in rules.TABLE:
        yield [_verb(verb), *(_when(_states(who, verb)) for who in STANDINGS)]


def _states(who: str, verb: str) -> list[str]:
    return [state for state in STATES if rules.may(who, verb, state)]


def _panel() -> Iterable[list[str]]:
    for view in PANEL:
        cells = [[state for state in STATES if panel_allows(view, one, state)] for one in ROLES]
        yield [_say(f"permissions.panel.{view}"), *map(_when, cells)]


def _verb(verb: str) -> str:
    return _say(f"permissions.verb.{verb}")


def _when(states: list[str]) -> str:
    if not states:
        return NEVER
    if states == list(STATES):
        return _say("permissions.when.always")
    if states == list(OPEN):
        return _say("permissions.when.open")
    if states == [*OPEN, "resolved"]:
        return _say("permissions.when.unclosed")
    return ", ".join(_say(f"panel.state.{one}").lower() for one in states)


def _table(names: list[str], rows: Iterable[list[str]]) -> str:
    head = ["", *names]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

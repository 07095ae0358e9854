"""What a step of the timeline says, in words."""

from datetime import date, datetime
from typing import Any

from core.i18n import Text
from core.tickets.models import SOLVED

# What an officer may have written down for a citizen, who said it by some other way.
RELAYED = frozenset({"answered", "added", "confirmed", "objected", "rated"})


def words_of(kind: str, payload: dict[str, Any]) -> Text:
    """The step as a text; an end that is no solution has words of its own."""
    facts = {"body": "", "year": "", "budget": "", **payload, "unit": payload.get("unit") or "…"}
    facts["code"] = payload.get("code") or "…"
    facts["channel"] = Text(f"receipt.channel.{payload.get('channel', 'other')}")
    facts["rating"] = Text(f"ticket.rating.{payload['rating']}") if payload.get("rating") else ""
    again_on = payload.get("again_on")
    facts["again_on"] = date.fromisoformat(again_on) if again_on else ""
    facts["letter"] = letter(payload)
    if kind == "sorted" and payload:
        facts["matter"] = Text(f"ticket.kind.{payload['matter']}")
        facts["category"] = payload["category"] or Text("ticket.card_part.no_category")
    if kind == "rescheduled" and payload:
        facts["due"] = datetime.fromisoformat(payload["due"])
        return Text(f"ticket.event_moved.{payload['why']}", **facts)
    return Text(f"ticket.event.{_name(kind, payload)}", **facts)


def letter(facts: dict[str, Any]) -> Text:
    """By which letter it went outside, as far as there is one."""
    number = facts.get("letter")
    return Text("ticket.letter" if number else "ticket.no_letter", number=number)


def _name(kind: str, payload: dict[str, Any]) -> str:
    outcome = payload.get("outcome")
    if kind == "resolved" and outcome is not None:
        return f"resolved_{outcome}"
    if kind in RELAYED and payload.get("channel"):
        return f"{kind}_by_hand"
    ended = kind.removeprefix("follower_") in ("confirmed", "objected", "closed")
    return f"{kind}_unsolved" if ended and outcome and outcome not in SOLVED else kind

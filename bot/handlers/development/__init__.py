"""/rencana: what somebody learns because of their cases, and the head who decides about it."""

from bot.handlers.development import deciding, mentoring, mine, objecting
from bot.handlers.development.door import development

# Each of them gives the flow its buttons and steps.
CONVERSATIONS = (mine, objecting, deciding, mentoring)

__all__ = ["CONVERSATIONS", "development"]

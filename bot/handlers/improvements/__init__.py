"""/perbaikan and /saran: what is mended for good, and what citizens suggest."""

from bot.handlers.improvements import opening, patterns, publishing, running, showing, suggesting
from bot.handlers.improvements.door import improvement, stop, suggestion

# Each of them gives one of the two flows its buttons and steps.
CONVERSATIONS = (showing, patterns, opening, running, publishing, suggesting)

__all__ = ["CONVERSATIONS", "improvement", "stop", "suggestion"]

"""/forum: topics a unit puts to its citizens; one file for each thing people do in them."""

from bot.handlers.forum import bringing, deciding, joining, keeping, opening, showing, writing
from bot.handlers.forum.door import forum, stop

# Each of them gives the flow its buttons and steps.
CONVERSATIONS = (showing, joining, writing, keeping, deciding, opening, bringing)

__all__ = ["CONVERSATIONS", "forum", "stop"]

"""SKM: nine questions for whoever was served, the code at the counter, and what came of it."""

from bot.handlers.survey import counter, offering, reporting
from bot.handlers.survey.asking import stop, survey

# Each of them gives the flow its buttons and commands.
CONVERSATIONS = (offering, counter, reporting)

__all__ = ["CONVERSATIONS", "stop", "survey"]

"""Dialogues: a flow is a set of steps, commands and actions with one name.

- A *step* waits for the person. Its `ask` says what is wanted; its handler reads what came and
  returns the next step, `DONE`, or `STAY` when it has said all there is to say.
- A *command* is `/name`. An *action* is a button that carries its own object, such as
  `ticket:accept:12:3`; who may do it is decided where the object is loaded.
Both may return a step to enter (`"preview"`, or `"complaint.preview"` of another flow).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.turn import Turn

DONE = ""
STAY = None

Ask = Callable[["Turn"], Awaitable[None]]
Handler = Callable[["Turn"], Awaitable[str | None]]


@dataclass(frozen=True)
class Step:
    ask: Ask
    handle: Handler


class Flow:
    """One conversation, in one file under `bot/handlers/`.

    What is written to a `paced` one begins or goes on with something new, so the limits on how
    much one person may send hold there.
    """

    def __init__(self, name: str, *, paced: bool = False) -> None:
        self.name = name
        self.paced = paced
        self.steps: dict[str, Step] = {}
        self.commands: dict[str, Handler] = {}
        self.actions: dict[str, Handler] = {}

    def step(self, ask: Ask) -> Callable[[Handler], Handler]:
        """Register a step under its handler's name."""

        def register(handler: Handler) -> Handler:
            self.steps[handler.__name__] = Step(ask, handler)
            return handler

        return register

    def command(self, *names: str) -> Callable[[Handler], Handler]:
        """Register a handler for `/name`, under each name."""

        def register(handler: Handler) -> Handler:
            self.commands.update(dict.fromkeys(names, handler))
            return handler

        return register

    def action(self, handler: Handler) -> Handler:
        """Register a button that carries its own object, under its handler's name."""
        self.actions[handler.__name__.rstrip("_")] = handler
        return handler

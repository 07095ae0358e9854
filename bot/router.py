"""Which handler a turn belongs to, and where the person is afterwards."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.flow import DONE, STAY, Flow, Handler
from bot.turn import Tap, Turn


@dataclass(frozen=True)
class Entrances:
    """What takes a message that no command or step claims.

    `reply` answers whether the message answered something it knows; `holds` whether one that
    would be something new has to wait, which it then has said; `news` takes a first message,
    `edit` an edited one, `vote` a poll answer, `membership` a block or unblock, `lost` a tap on
    what is long gone, by somebody who is at no step, and `off` what the office has switched off.
    """

    reply: Callable[[Turn], Awaitable[bool]]
    holds: Callable[[Turn], Awaitable[bool]]
    news: Handler
    edit: Handler
    vote: Handler
    membership: Handler
    lost: Handler
    off: Handler


class Router:
    """All flows by name."""

    def __init__(self, flows: Sequence[Flow], entrances: Entrances) -> None:
        self._flows = {flow.name: flow for flow in flows}
        self._commands = {name: flow for flow in flows for name in flow.commands}
        self._entrances = entrances

    async def run(self, turn: Turn) -> None:
        """Let the right handler work, go where it says, and save where the person is now."""
        update = turn.update
        if update.callback_query is not None:
            await self._tapped(turn)
        elif update.message is not None:
            await self._written(turn)
        elif update.edited_message is not None:
            await self._entrances.edit(turn)
        elif update.poll_answer is not None:
            await self._entrances.vote(turn)
        elif update.my_chat_member is not None:
            await self._entrances.membership(turn)
        turn.save()

    async def _written(self, turn: Turn) -> None:
        name, argument = _command(turn.text)
        if _leaves_what_is_off(turn) and not name:
            await self._entrances.off(turn)  # what was written is not lost: it goes on from here
        step = self._step(turn)
        if name in self._commands:
            turn.argument = argument
            await self._commanded(turn, name)
        elif turn.is_reply and await self._entrances.reply(turn):
            return
        elif step is not None:
            if not await self._held(turn, step[0]):
                await self._call(turn, *step)
        elif not await self._entrances.holds(turn):
            await self._follow(turn, None, await self._entrances.news(turn))

    async def _commanded(self, turn: Turn, name: str) -> None:
        flow = self._commands[name]
        if not turn.features.allows("commands", name):
            await self._entrances.off(turn)
        elif not (turn.argument or turn.files) or not await self._held(turn, flow):
            await self._call(turn, flow, flow.commands[name])

    async def _held(self, turn: Turn, flow: Flow) -> bool:
        return flow.paced and await self._entrances.holds(turn)

    async def _tapped(self, turn: Turn) -> None:
        query = turn.update.callback_query
        assert query is not None
        tap = turn.tap = parse_tap(query.data or "")
        flow = self._flows.get(tap.flow) if tap else None
        _leaves_what_is_off(turn)
        step = self._step(turn)
        if tap is not None and not turn.features.allows("buttons", f"{tap.flow}.{tap.step}"):
            await self._entrances.off(turn)
        elif tap is not None and flow is not None and tap.step in flow.actions:
            await self._call(turn, flow, flow.actions[tap.step])
        elif tap is not None and step is not None and turn.is_current(tap):
            turn.tapped = tap.value
            await self._call(turn, *step)
        else:
            await self._stale(turn)

    async def _stale(self, turn: Turn) -> None:
        if self._step(turn) is None:
            await self._entrances.lost(turn)
            return
        turn.say("common.stale_button")
        await self._ask(turn)

    async def _call(self, turn: Turn, flow: Flow, handler: Handler) -> None:
        await self._follow(turn, flow, await handler(turn))

    async def _follow(self, turn: Turn, flow: Flow | None, result: str | None) -> None:
        if result is STAY:
            return
        if result == DONE:
            turn.leave()
        else:
            name, _, step = result.rpartition(".")
            turn.go(name or (flow.name if flow else ""), step)
        if turn.flow is not None:
            await self._ask(turn)

    async def _ask(self, turn: Turn) -> None:
        assert turn.flow is not None
        assert turn.step is not None
        turn.moved = True
        await self._flows[turn.flow].steps[turn.step].ask(turn)

    def _step(self, turn: Turn) -> tuple[Flow, Handler] | None:
        flow = self._flows.get(turn.flow or "")
        # A release may have dropped the step somebody is waiting at.
        step = flow.steps.get(turn.step or "") if flow else None
        return (flow, step.handle) if flow and step else None


def _leaves_what_is_off(turn: Turn) -> bool:
    """Whether somebody was at a step of what the office has switched off, and is not any more."""
    left = False
    while turn.flow and not turn.features.allows("buttons", f"{turn.flow}.{turn.step}"):
        turn.leave()
        left = True
    return left


def parse_tap(data: str) -> Tap | None:
    """The button behind `flow:step:value:version`; None for anything else."""
    parts = data.split(":")
    if len(parts) != 4 or not parts[3].isdecimal() or len(parts[3]) > 12:
        return None
    return Tap(parts[0], parts[1], parts[2], int(parts[3]))


def _command(text: str) -> tuple[str, str]:
    if not text.startswith("/"):
        return "", ""
    name, _, argument = text[1:].partition(" ")
    return name.split("@")[0].lower(), argument.strip()

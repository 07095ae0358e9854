"""The methods of the Bot API, one module per subject; names are matched without case."""

from collections.abc import Callable
from typing import Any

from simulator.call import Call
from simulator.errors import ApiError

Method = Callable[[Call], Any]
METHODS: dict[str, Method] = {}
"""Every method by its lower-case name; a method returns the `result` or raises ApiError."""


def method(function: Method) -> Method:
    """Register a function under its own name: `send_message` is `sendMessage`."""
    METHODS[function.__name__.replace("_", "")] = function
    return function


def run(call: Call) -> Any:
    """Perform a call and enter its effect into the ledger; raises ApiError."""
    function = METHODS.get(call.method.lower())
    if function is None:
        raise ApiError(404, "Not Found: method not found")
    result = function(call)
    now = call.telegram.now()
    call.telegram.ledger.effect(now, call.bot.id, call.method, call.params, result)
    return result

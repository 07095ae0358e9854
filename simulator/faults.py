"""Failures on order: what goes wrong with which call or update, and how often."""

from dataclasses import dataclass, field

from simulator.errors import ApiError, Json

KINDS = ("429", "500", "502", "400", "403", "timeout", "reset", "garbage", "delay")
UPDATE_KINDS = ("duplicate", "delay", "lost")
WORDS = {
    "400": "Bad Request: simulated",
    "403": "Forbidden: bot was blocked by the user",
    "500": "Internal Server Error",
}


@dataclass(slots=True)
class Fault:
    """One failure.

    `method` is a method's name, "*" for any, "file" for a download, or "update" for an update on
    its way to the bot: it comes twice, late, or the webhook's confirmation of it is lost.

    `when` says whether the call takes effect first: "before" (it does not) or "after" (it does).
    `seconds` is the length of a delay, or how long a timeout holds the connection.
    """

    method: str
    kind: str
    when: str = "before"
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    description: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        kinds = UPDATE_KINDS if self.method == "update" else KINDS
        if self.kind not in kinds:
            raise ValueError(f"kind must be one of {', '.join(kinds)}")
        if self.when not in ("before", "after"):
            raise ValueError('when must be "before" or "after"')

    def error(self) -> ApiError:
        """The refusal of the kinds that are one."""
        if self.kind == "429":
            words = f"Too Many Requests: retry after {self.retry_after}"
            return ApiError(429, self.description or words, retry_after=self.retry_after)
        return ApiError(int(self.kind), self.description or WORDS[self.kind])


@dataclass(slots=True)
class Faults:
    waiting: list[Fault] = field(default_factory=list)

    def add(self, method: str, kind: str, **details: object) -> Fault:
        """Order a failure; details are the other fields of Fault."""
        fault = Fault(method, kind, **details)  # type: ignore[arg-type]
        self.waiting.append(fault)
        return fault

    def take(self, method: str, params: Json) -> Fault | None:
        """The first failure meant for this call, used up once."""
        for fault in self.waiting:
            if self._meant(fault, method, params):
                fault.times -= 1
                self.waiting = [other for other in self.waiting if other.times > 0]
                return fault
        return None

    def clear(self) -> None:
        self.waiting.clear()

    def _meant(self, fault: Fault, method: str, params: Json) -> bool:
        everywhere = fault.chat_id is None or str(fault.chat_id) == str(params.get("chat_id"))
        any_method = fault.method == "*" and method not in ("update", "getupdates")
        return everywhere and (any_method or fault.method.lower() == method)

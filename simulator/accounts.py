"""Who takes part: people and bots, as Telegram knows them."""

from dataclasses import dataclass, field

from simulator.errors import Json
from simulator.updates import UpdateQueue
from simulator.webhook import Webhook


@dataclass(slots=True, eq=False)
class Account:
    """A person's account; label and group only say how the chat page shows them."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    label: str | None = None
    group: str | None = None
    deactivated: bool = False

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)

    @property
    def user(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                user[key] = value
        return user


@dataclass(slots=True)
class Profile:
    """What a bot says of itself; command lists by (scope, chat, user, language)."""

    commands: dict[tuple[str, int, int, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Bot:
    """A bot; with privacy on it sees in groups only what is meant for it."""

    token: str
    id: int
    username: str
    name: str
    queue: UpdateQueue
    privacy: bool = True
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    profile: Profile = field(default_factory=Profile)

    @property
    def user(self) -> Json:
        return {
            "id": self.id, "is_bot": True, "first_name": self.name, "username": self.username,
        }  # fmt: skip

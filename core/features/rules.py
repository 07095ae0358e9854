"""What is on, and what that lets through. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from core.features.catalogue import FEATURES, NAMES, Feature, Kind

_OWNERS: dict[Kind, dict[str, str]] = {
    kind: {part: one.name for one in FEATURES for part in one.parts(kind)}
    for kind in ("commands", "buttons", "views", "timers")
}


def feature_of(kind: Kind, what: str) -> str | None:
    """The feature a command, button, view or timer belongs to, if it belongs to one."""
    known = _OWNERS[kind]
    return known.get(what) or known.get(what.partition(".")[0])


@dataclass(frozen=True)
class Features:
    """What an office does without; everything else is on."""

    off: frozenset[str] = frozenset()

    def on(self, name: str) -> bool:
        return name not in self.off

    def allows(self, kind: Kind, what: str) -> bool:
        """Whether a command, button, view or timer is there."""
        return not self.off or feature_of(kind, what) not in self.off

    def names(self) -> list[str]:
        """What is on."""
        return [one for one in NAMES if self.on(one)]

    def held_timers(self) -> list[str]:
        """The kinds that do not fire for now."""
        return [kind for one in FEATURES if one.name in self.off for kind in one.timers]


ALL_ON = Features()


@dataclass(frozen=True)
class Change:
    """What would go and what would come, in the order of the catalogue."""

    goes: tuple[Feature, ...]
    comes: tuple[Feature, ...]

    @property
    def nothing(self) -> bool:
        return not (self.goes or self.comes)


def change(now: Features, wanted: Collection[str]) -> Change:
    """From what is on now to exactly what is wanted."""
    goes = [one for one in FEATURES if now.on(one.name) and one.name not in wanted]
    comes = [one for one in FEATURES if not now.on(one.name) and one.name in wanted]
    return Change(tuple(goes), tuple(comes))


def with_one(now: Features, name: str, *, on: bool) -> list[str]:
    """What is wanted when just this one is switched."""
    return [one for one in NAMES if (on if one == name else now.on(one))]

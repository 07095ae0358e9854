"""Questions that ask the same in other words, found by the engine that finds answers. Pure."""

from collections.abc import Sequence

from core.knowledge.corpus import Entry
from core.knowledge.search import Answers

# So much of each must be said by the other; what only shares a common word is no kin.
SHARED = 0.6
LOOKED_AT = 8


def alike(texts: Sequence[str]) -> list[list[int]]:
    """The places of the texts in groups, each in order; a text alike to none stands alone."""
    answers = Answers({str(at): Entry([text]) for at, text in enumerate(texts)})
    group = list(range(len(texts)))
    for at, text in enumerate(texts):
        for hit in answers.search(text, LOOKED_AT):
            if min(hit.signs.covered, hit.signs.asked) >= SHARED:
                _join(group, at, int(hit.key))
    groups: dict[int, list[int]] = {}
    for at in range(len(texts)):
        groups.setdefault(_root(group, at), []).append(at)
    return list(groups.values())


def _join(group: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(group, one), _root(group, other)))
    group[second] = first


def _root(group: list[int], at: int) -> int:
    while group[at] != at:
        at = group[at]
    return at

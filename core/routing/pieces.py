"""A text as countable pieces: stems, pairs of stems, fragments of words, families of words."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, pairwise

from core.language.words import spelled, stop_words
from core.routing.families import families

# What each kind counts for, found by measuring (docs/performance.md): their shares of one text.
SHARES = {"word": 0.6, "pair": 0.4, "part": 1.0, "family": 0.15, "families": 0.2, "opening": 0.1}
SHORTEST, LONGEST = 3, 5  # letters of a fragment, a space at the end of a word being one
OPENING = 20  # telling words of the beginning, where people say what it is about
REMEMBERED = 20_000


def pieces(text: str, stem: Callable[[str], str]) -> Counter[tuple[str, str]]:
    """How often each piece is in the text, by kind and form. Numbers name a person or a house,
    never a matter: they are left out.
    """
    said = [word for word in spelled(text) if not any(map(str.isdigit, word))]
    told = [word for word in said if word not in stop_words()]
    stems = [stem(word) for word in told]
    of = [families(word) for word in told]
    about = list(chain.from_iterable(of))
    found = {
        "word": stems,
        "pair": map(" ".join, pairwise(stems)),
        "part": chain.from_iterable(map(parts, said)),
        "family": about,
        "families": map(" ".join, pairwise(about)),
        "opening": chain.from_iterable(of[:OPENING]),
    }
    return Counter((kind, form) for kind, forms in found.items() for form in forms)


@lru_cache(maxsize=REMEMBERED)
def parts(word: str) -> tuple[str, ...]:
    """The fragments of a word: what a misspelt one still shares with the right one."""
    whole = f" {word} "
    return tuple(_cut(whole))


def _cut(whole: str) -> Iterable[str]:
    for length in range(SHORTEST, LONGEST + 1):
        if len(whole) <= length:
            yield whole
            return
        for start in range(len(whole) - length + 1):
            yield whole[start : start + length]

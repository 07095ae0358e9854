"""The content the service ships with, read once per process."""

from collections.abc import Iterator
from functools import cache

from bot.knowledge.emergency_schema import EmergencyWords, Signs
from bot.knowledge.loader import Library, load
from core.emergencies.quiet import Quiet
from core.emergencies.rules import Telling, Watch, WordList
from core.language.words import spelled
from core.routing.rules import Ear


@cache
def library() -> Library:
    """Every content file; raises BrokenContent when there is a mistake in one."""
    return load()


def prepare() -> None:
    """Read and build everything now, so that the first turn does not have to."""
    ear()
    watch()


@cache
def ear() -> Ear:
    """What tells a complaint from a question, a greeting and so on."""
    return Ear(library().phrases)


@cache
def watch() -> Watch:
    """What hears that somebody may be in danger."""
    words = library().emergency_words
    return Watch(
        WordList(
            groups=words.groups,
            emergencies=[_telling(one) for one in words.emergency],
            asked=[_telling(one) for one in words.asked],
            quiets=[Quiet(one.name, one.where, one.words) for one in words.quiet],
            figures=words.figures,
            urgent=words.urgent,
            telling=words.telling,
            ordinary={*words.lookalikes, *_other_words()},
        )
    )


def _telling(one: Signs) -> Telling:
    return Telling(one.kind, one.signs, frozenset(one.despite))


def _other_words() -> Iterator[str]:
    """Every word of the other content files: none of them is a misspelt one."""
    for file, content in library().files:
        if not isinstance(content, EmergencyWords):
            yield from spelled(file.text)

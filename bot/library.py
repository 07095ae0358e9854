"""The content the service ships with, read once per process."""

from functools import cache

from bot.knowledge.loader import Library, load
from core.routing.rules import Ear


@cache
def library() -> Library:
    """Every content file; raises BrokenContent when there is a mistake in one."""
    return load()


@cache
def ear() -> Ear:
    """What tells a complaint from a question, a greeting and so on."""
    return Ear(library().phrases)

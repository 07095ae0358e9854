"""A sign of life on stderr while something takes long."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

from core.i18n import plain

PATIENCE = 2.0  # seconds

T = TypeVar("T")


def watched(items: Sequence[T]) -> Iterator[T]:
    """The items; every other second it is said how many are done."""
    said = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - said >= PATIENCE:
            said = time.monotonic()
            click.echo(plain("cli.evaluate.progress", "id", done=done, all=len(items)), err=True)
        yield item

"""Several texts, one below the other, in one message."""

from collections.abc import Iterable
from functools import reduce

from core.i18n import Text

LONGEST = 80
NOTHING = Text("common.plain", text="")


def lines(texts: Iterable[Text], key: str = "citizen.lines") -> Text:
    """The texts, each on its own line; what is NOTHING is left out."""
    said = [text for text in texts if text is not NOTHING]
    return reduce(lambda above, below: Text(key, above=above, below=below), said or [NOTHING])


def paragraphs(*texts: Text) -> Text:
    """The texts with a blank line between them."""
    return lines(texts, "citizen.paragraphs")


def beginning(text: str) -> Text | str:
    """The first words, to recognise a text by."""
    plain = " ".join(text.split())
    if not plain:
        return Text("complaint.no_words")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"

"""How long news may be, what it is in other media, and who has to agree. Pure."""

from core.errors import Refused

LONGEST_TITLE = 80
# Telegram's 4096 and 1024 (Bot API: sendMessage, sendPhoto) less the frame, in UTF-16 units.
LONGEST_TEXT, LONGEST_CAPTION = 3000, 800
# What most other media show of a post before they cut it.
LONGEST_POST = 280


def split(words: str) -> tuple[str, str]:
    """Title and text of what was written in one message: the first line is the title.

    One that goes on without a break, or begins with a whole paragraph, has none.
    """
    first, _, rest = words.strip().partition("\n")
    if not rest.strip() or _units(first) > LONGEST_TITLE:
        return "", words.strip()
    return " ".join(first.split()), rest.strip()


def title(words: str) -> str:
    """The title on one line; refused when too long for one."""
    plain = " ".join(words.split())
    if _units(plain) > LONGEST_TITLE:
        raise Refused("announcements.refused.title", most=LONGEST_TITLE)
    return plain


def text(words: str, *, with_picture: bool) -> str:
    """The text as it is kept; refused when empty or too long for one message."""
    plain, most = words.strip(), LONGEST_CAPTION if with_picture else LONGEST_TEXT
    if not plain:
        raise Refused("announcements.refused.empty")
    if _units(plain) > most:
        raise Refused("announcements.refused.long", most=most)
    return plain


def short_post(heading: str, words: str, office: str) -> str:
    """At most 280 signs: the heading, as many whole words as fit, and who says it."""
    head, tail = f"{_cut(heading, LONGEST_TITLE)}\n", f"\n– {_cut(office, LONGEST_TITLE)}"
    return head + _cut(" ".join(words.split()), LONGEST_POST - len(head) - len(tail)) + tail


def long_post(heading: str, words: str, office: str) -> str:
    """All of it, and who says it."""
    return f"{heading}\n\n{words}\n\n– {office}"


def needs_second(role: str, recipients: int, most_alone: int) -> bool:
    """Whether somebody else has to agree; an officer always asks, `most_alone` 0 is no limit."""
    return role == "officer" or bool(most_alone and recipients > most_alone)


def _cut(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    whole = words[: most - 1].rpartition(" ")[0] or words[: most - 1]
    return f"{whole.rstrip(' ,.;:')}…"


def _units(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2

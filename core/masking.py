"""A citizen's words as somebody else may read them: without what points to one person."""

import re

# NIK, family card, phone and account numbers: nine digits or more, however they are grouped.
NUMBER = re.compile(r"\+?\d(?:[ ./()\u00a0\u2010-\u2015-]{0,2}\d){8,}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# An address on the web, or an account such as @siti_aminah.
ACCOUNT = re.compile(r"(?:https?://|www\.|(?:t|wa)\.me/)\S+|(?<!\w)@\w{3,}", re.IGNORECASE)
# "Nama saya Siti Aminah": the word said to be a name, and capitalised ones after it.
NAMED = re.compile(
    r"(?<!\w)((?i:nama\s+(?:saya|lengkap|pelapor)|saya\s+bernama|atas\s+nama|a/n|a\.n\.|my\s+name\s+is)"
    r"\s*:?\s*(?i:adalah\s+)?)([^\W\d_][\w'.]*(?: [A-Z][\w'.]*){0,3})"
)
MASK = "[#]"
SHORTEST_NAME = 3
SHOWN = 160


def masked(text: str) -> str:
    """The text without numbers and addresses that point to one person."""
    return NUMBER.sub(MASK, EMAIL.sub(MASK, text))


def for_others(text: str, *names: str) -> str:
    """The same without accounts and names too; `names` are those the writer is known by."""
    hidden = NAMED.sub(rf"\1{MASK}", ACCOUNT.sub(MASK, masked(text)))
    parts = {part for name in names for part in name.split() if len(part) >= SHORTEST_NAME}
    if not parts:
        return hidden
    known = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{known})(?!\w)", MASK, hidden, flags=re.IGNORECASE)


def glimpse(text: str, *names: str, most: int = SHOWN) -> str:
    """The beginning of what others may read, on one line and cut between words."""
    line = " ".join(for_others(text, *names).split())
    if len(line) <= most:
        return line
    return f"{line[:most].rpartition(' ')[0] or line[:most]}…"

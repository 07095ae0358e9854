"""The variables of a template. Pure."""

import re
from collections.abc import Mapping

from core.errors import Refused

VARIABLES = ("nomor", "unit", "batas_waktu", "nama_petugas")
NAMED = ", ".join(f"{{{name}}}" for name in VARIABLES)
# What is left for a reply of one message once the variables have their values.
LONGEST = 2500
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def checked(text: str) -> str:
    """The text as it is kept; refused when empty or long, and for a variable nobody fills."""
    text = text.strip()
    if not text:
        raise Refused("replies.refused.empty")
    if len(text) > LONGEST:
        raise Refused("replies.refused.too_long", most=LONGEST)
    for name in _VARIABLE.findall(text):
        if name not in VARIABLES:
            raise Refused("replies.refused.variable", name=f"{{{name}}}", known=NAMED)
    if set("{}") & set(_VARIABLE.sub("", text)):
        raise Refused("replies.refused.brace", known=NAMED)
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every variable's value; values are never read for variables themselves."""
    return _VARIABLE.sub(lambda found: values[found[1]], text)

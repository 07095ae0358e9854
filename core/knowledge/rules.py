"""Rules on texts: what fills an answer."""

import re
from collections.abc import Mapping

BRACES = re.compile(r"\{(\w+)\}")


def filled(answer: str, facts: Mapping[str, str]) -> str:
    """The answer with the office's facts in place; braces around anything else stay."""
    return BRACES.sub(lambda found: facts.get(found[1], found[0]), answer)

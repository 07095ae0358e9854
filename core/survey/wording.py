"""The nine questions in the office's own words, where it has any. Pure."""

from collections.abc import Mapping, Sequence

from core.errors import Refused
from core.i18n import Text
from core.survey.models import Wording
from core.survey.rules import ANSWERS

LONGEST_QUESTION = 200
LONGEST_ANSWER = 60

Wordings = Mapping[str, Wording]


def name(known: Wordings, code: str, language: str) -> Text:
    """What the element is called."""
    row = known.get(code)
    return Text(f"survey.{code}.name") if row is None else _said(row.name, row.name_en, language)


def question(known: Wordings, code: str, language: str) -> Text:
    row = known.get(code)
    if row is None:
        return Text(f"survey.{code}.question")
    return _said(row.question, row.question_en, language)


def answer(known: Wordings, code: str, n: int, language: str) -> Text:
    """One of ANSWERS, as it stands on its button."""
    row = known.get(code)
    if row is None:
        return Text(f"survey.{code}.{n}")
    english = row.answers_en[n - 1] if row.answers_en else ""
    return _said(row.answers[n - 1], english, language)


def _said(own: str, english: str, language: str) -> Text:
    return Text("common.plain", text=english if language == "en" and english else own)


def checked(text: str, *, may_miss: bool = False) -> str:
    """A name or question as it is kept; refused when it is missing or too long."""
    said = " ".join(text.split())
    if not (said or may_miss) or len(said) > LONGEST_QUESTION:
        raise Refused("survey.refused.wording", most=LONGEST_QUESTION)
    return said


def answers(typed: Sequence[str], *, may_miss: bool = False) -> list[str]:
    """Four different answers, or none where that is allowed."""
    found = [" ".join(one.split()) for one in typed if one.strip()]
    if may_miss and not found:
        return []
    if len(set(found)) != len(ANSWERS) or max(map(len, found)) > LONGEST_ANSWER:
        raise Refused("survey.refused.answers", n=len(ANSWERS), most=LONGEST_ANSWER)
    return found

"""From words to a kind of message and to a category. Pure; a guess, never a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.language.phrases import Phrases
from core.language.words import spelled

# Kinds of words that say nothing by themselves.
POLITE = ("greeting", "thanks", "address")
# What asks for an officer, a status or a fact is short; in a longer text the same words narrate.
SHORT = 10
# Who only chats or only curses does it in a few words; whoever says more tells of something.
TALK = 7
TALKS = ("abuse", "chat", "foreign")
MATTERS = ("complaint", "misconduct", "officials", "outsiders", "taking")


class Ear:
    """Hears what kind of message a text is, by the phrases that speak for each kind."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._kinds = {kind: Phrases(words) for kind, words in phrases.items()}
        self._polite = set().union(*(_words(phrases[kind]) for kind in POLITE))
        self._opening = self._polite | _words(phrases["announcement"])

    def kind(self, text: str) -> str:
        """greeting, thanks, announcement ("mau lapor", and nothing yet of what), officer, status,
        chat, abuse, foreign (a language nobody here reads), question, aspiration or complaint.
        """
        said = spelled(text)
        if said and self._polite.issuperset(said):
            return "thanks" if self._says("thanks", text) else "greeting"
        if self._opening.issuperset(said) and self._says("announcement", text):
            return "announcement"
        short = len(said) <= SHORT
        if asked := self._talk(text) or (self._asks(text) if short else ""):
            return asked
        if self._says("complaint", text):
            return "complaint"
        if text.rstrip().endswith("?") or (short and self._says("question", text)):
            return "question"
        return "aspiration" if self._says("aspiration", text) else "complaint"

    def accuses(self, text: str) -> bool:
        """Whether it tells of misuse of office or indiscipline of staff, not of somebody else.

        A guess: it picks who is offered as reader, and the citizen may say that it is not so.
        """
        if self._says("outsiders", text):
            return False
        taken = self._says("taking", text) and self._says("officials", text)
        return taken or self._says("misconduct", text)

    def _asks(self, text: str) -> str:
        return next((kind for kind in ("officer", "status") if self._says(kind, text)), "")

    def _talk(self, text: str) -> str:
        """Which kind of mere talk it is; empty where it tells of a matter."""
        said = spelled(text)
        if len(said) > TALK or any(self._says(kind, text) for kind in MATTERS):
            return ""
        return next((kind for kind in TALKS if self._says(kind, text)), "")

    def _says(self, kind: str, text: str) -> bool:
        return self._kinds[kind].found_in(text)


def _words(phrases: Iterable[str]) -> set[str]:
    return {word for phrase in phrases for word in spelled(phrase)}


@dataclass(frozen=True)
class Notice:
    """Said before a report is sent; `number` and `called` are whom to call instead, or empty."""

    text: str
    text_en: str
    number: str = ""
    called: str = ""

    def text_in(self, language: str) -> str:
        return self.text_en if language == "en" and self.text_en else self.text


@dataclass(frozen=True)
class Choice:
    """A category as a citizen sees it: its names and the unit that answers for it.

    `near` is how many metres apart reports of it may be the same; None is as everywhere. `asks`
    says whether there are questions about its reports, `warning` what does not belong here;
    `inspected` ones are about members of staff, and go to inspectors.
    """

    id: int
    name: str
    name_en: str
    unit: str
    near: int | None = None
    asks: bool = False
    warning: Notice | None = None
    inspected: bool = False

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


def tells_enough(text: str) -> bool:
    """Whether there is something to work with, and not just "tolong" or "???".

    Counted in bytes: scripts that say a word with one sign take three of them for it.
    """
    letters = "".join(character for character in text if character.isalnum())
    return len(letters.encode(errors="replace")) >= ENOUGH


ENOUGH = 10

"""A report before it is one: what somebody wrote and sent so far, in the conversation's data."""

from dataclasses import dataclass
from typing import Any

from telegram import Contact, Location

from bot.files import File
from bot.turn import Turn
from core.errors import Refused
from core.i18n import plain
from core.routing.rules import tells_enough
from core.tickets.rules import LONGEST_TEXT

# Kinds in which the person can be heard.
RECOGNISED = ("voice", "video_note")
# Kinds by which somebody may be known whose name is hidden.
TELLING = (*RECOGNISED, "audio", "video")
MOST_FILES = 20
LONGEST_PLACE = 200
# UTF-16 units that fit into one message; longer texts come in several.
TELEGRAM_LONGEST = 4096


@dataclass(frozen=True)
class Piece:
    """What one message brings."""

    message_id: int | None
    text: str
    file: File | None = None
    location: tuple[float, float] | None = None
    place: str = ""
    note: str = ""
    contact: bool = False

    @property
    def empty(self) -> bool:
        """A sticker, a game: nothing a report could hold."""
        return not (self.text or self.file or self.location)


def piece_of(turn: Turn, text: str | None = None) -> Piece:
    """The message of this turn; `text` in place of its own where a command stood before it."""
    said = turn.text if text is None else text
    message = turn.message
    if message is None:
        return Piece(None, said)
    if message.contact is not None:
        said = _contact(message.contact, turn.person.language)
        return Piece(message.message_id, said, contact=True)
    venue, point = message.venue, message.location
    location = (point.latitude, point.longitude) if point else None
    place = f"{venue.title}, {venue.address}"[:LONGEST_PLACE] if venue else ""
    file = turn.files[0] if turn.files else None
    return Piece(message.message_id, said, file, location, place, _note(file, point))


def _contact(contact: Contact, language: str) -> str:
    """Somebody's card from the address book, as words."""
    name = f"{contact.first_name} {contact.last_name or ''}".strip()
    return plain("complaint.contact", language, name=name, phone=contact.phone_number)


def _note(file: File | None, point: Location | None) -> str:
    """What somebody should know about what they just sent, if anything."""
    if file is not None and file.kind in RECOGNISED and not file.too_large:
        return "voice"
    return "live" if point is not None and point.live_period else ""


def was_cut(text: str) -> bool:
    """Whether the app sent a long text in parts, and the next one goes on in mid-word."""
    return len(text.encode("utf-16-le")) // 2 == TELEGRAM_LONGEST


class Draft:
    """A view of the data; what is changed here is saved with the conversation."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    @staticmethod
    def new(kind: str) -> dict[str, Any]:
        """The data of an empty draft; kinds are those of a ticket."""
        return {"kind": kind, "said": [], "files": [], "messages": [], "albums": []}

    @property
    def kind(self) -> str:
        return str(self._data["kind"])

    @property
    def text(self) -> str:
        """All that is sent; each entry is a message's number, its words, and `contact` for one.

        A contact may be the person's own, so none goes along when their name is hidden.
        """
        said = self._data["said"]
        parts = [text for _, text, *contact in said if not (contact and self.anonymous)]
        return "".join(part if was_cut(part) else f"{part}\n" for part in parts).rstrip("\n")

    @property
    def own_words(self) -> str:
        """What the person wrote; whose card they added says nothing about the matter."""
        return "\n".join(text for _, text, *contact in self._data["said"] if not contact)

    @property
    def anonymous(self) -> bool:
        """Whether the office is not to learn who reports."""
        return bool(self._data.get("anonymous"))

    @property
    def confidential(self) -> bool:
        """Whether only a few of the office are to see the report."""
        return bool(self._data.get("confidential"))

    def switch(self, name: str) -> None:
        """Turn `anonymous` or `confidential` on or off."""
        self._data[name] = not self._data.get(name)

    @property
    def has_contact(self) -> bool:
        return any(contact for _, _, *contact in self._data["said"])

    @property
    def is_telling(self) -> bool:
        """Whether a voice or a film in it may show who it is."""
        return any(file["kind"] in TELLING for file in self.files)

    @property
    def files(self) -> list[dict[str, Any]]:
        files: list[dict[str, Any]] = self._data["files"]
        return files

    @property
    def messages(self) -> list[int]:
        """The person's own messages it was made from."""
        messages: list[int] = self._data["messages"]
        return messages

    @property
    def albums(self) -> list[str]:
        albums: list[str] = self._data["albums"]
        return albums

    @property
    def place(self) -> str:
        return str(self._data.get("place", ""))

    @place.setter
    def place(self, words: str) -> None:
        self._data["place"] = words
        self._data.pop("area", None)

    @property
    def location(self) -> tuple[float, float] | None:
        point = self._data.get("location")
        return (point[0], point[1]) if point else None

    @location.setter
    def location(self, point: tuple[float, float] | None) -> None:
        self._data["location"] = list(point) if point else None
        self._data.pop("area", None)

    @property
    def area(self) -> int | None:
        """The id of the area that was chosen for the place as it stands; None for no choice."""
        area: int | None = self._data.get("area")
        return area

    @area.setter
    def area(self, area_id: int) -> None:
        self._data["area"] = area_id

    @property
    def tells_enough(self) -> bool:
        return bool(self.files) or tells_enough(self.text)

    def add(self, piece: Piece) -> None:
        """Take in a message; refused, and nothing changes, when it does not fit any more."""
        if piece.file is not None:
            self._add_file(piece.file, alone=not piece.text)
        if piece.text:
            if len(self.text) + len(piece.text) >= LONGEST_TEXT:
                raise Refused("complaint.refused.too_long")
            contact = ["contact"] if piece.contact else []
            self._data["said"].append([piece.message_id, piece.text, *contact])
        if piece.location is not None:
            self.location = piece.location
            self.place = piece.place or self.place
        noted = self._data.setdefault("noted", [])
        if piece.note and piece.note not in noted:
            noted.append(piece.note)
            self._data.setdefault("note", piece.note)
        if piece.message_id is not None:
            self.messages.append(piece.message_id)

    def _add_file(self, file: File, *, alone: bool) -> None:
        problem = "too_large" if file.too_large else ""
        if len(self.files) >= MOST_FILES:
            problem = "too_many"
        if problem and alone:
            raise Refused(f"complaint.refused.{problem}")
        if problem:
            self._data["note"] = problem
            return
        if all(one["unique_name"] != file.unique_name for one in self.files):
            self.files.append(file.as_dict())
        if file.album and file.album not in self.albums:
            self.albums.append(file.album)

    def correct(self, message_id: int, text: str) -> bool:
        """Replace what one message said; False when the draft does not come from it."""
        if message_id not in self.messages:
            return False
        said = [one for one in self._data["said"] if one[0] == message_id]
        if said:
            said[0][1] = text
        else:  # words under a photo that had none
            self._data["said"].append([message_id, text])
        return True

    def take_note(self) -> str:
        """What has to be said about the last message, once; empty when all went well."""
        return str(self._data.pop("note", ""))

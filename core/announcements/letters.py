"""An announcement as the message somebody gets."""

from typing import Any

from core import i18n
from core.announcements.models import Announcement
from core.outbox import UPLOAD, Letter
from core.secrets import Keyring

FILE_NAME = "kabar.jpg"


def letter(row: Announcement, language: str, office: str, keys: Keyring) -> Letter:
    """The message with its picture, if it has one, and the button that ends such news."""
    words = said(row, language, office)
    stop = {"do": "news.stop", "value": str(row.theme_id), "version": 0}
    stop["text"] = i18n.plain("button.news.stop", language)
    payload: dict[str, Any] = {"buttons": [[stop]]}
    if row.photo is not None:
        photo = {"photo": keys.open(row.photo).decode(), "caption": words}
        return Letter("send_photo", payload | photo)
    if row.picture is not None:
        file = {"field": "photo", "stored": row.picture, "name": FILE_NAME}
        return Letter(f"{UPLOAD}photo", payload | {"file": file, "caption": words})
    return Letter("send_message", payload | {"text": words})


def said(row: Announcement, language: str, office: str) -> str:
    """Its words as HTML."""
    return i18n.html("announcements.message", language, **facts(row, language, office))


def facts(row: Announcement, language: str, office: str) -> dict[str, Any]:
    """What the text is filled with."""
    theme = row.theme.name_in(language)
    heading = row.title or theme
    return {"heading": heading, "text": row.text, "office": office, "theme": theme}

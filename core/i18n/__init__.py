"""Every word the service says, by key, in Indonesian and English."""

from core.i18n.catalogue import LANGUAGES, has_text, keys
from core.i18n.render import Text, day, html, plain, plain_text

__all__ = ["LANGUAGES", "Text", "day", "has_text", "html", "keys", "plain", "plain_text"]

"""What was told of a case, in writing and by voice, and who wrote down what was spoken."""

from sqlalchemy import func

from core.i18n import Text
from core.tickets.models import Ticket
from core.tickets.notices import pieces

# The same as `Ticket.words` in SQL; most have no voice.
TOLD = func.coalesce(Ticket.text + " " + Ticket.spoken, Ticket.text)


def told(ticket: Ticket, written: Text | str, *, most: int) -> Text | str:
    """What was `written`, and below it what its voices say, in at most `most` UTF-16 units.

    As long as nobody listened it is only what was written, or that there are no words.
    """
    if ticket.heard in (None, "waiting"):
        return written or Text("ticket.card_part.no_words")
    said, *more = pieces(ticket.spoken or "", most)
    spoken = Text("transcripts.cut", text=said.rstrip()) if more else said
    heard = Text(f"transcripts.heard.{ticket.heard}", spoken=spoken)
    return Text("transcripts.below", text=written, heard=heard) if written else heard

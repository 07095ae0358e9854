"""The receipt on paper.

It is set in Helvetica, which every reader of PDF brings along, so no font is shipped. That one
shows Western European letters only: accents of other alphabets are dropped, and what is left,
such as Javanese, Arabic, Chinese or emoji, becomes a "?" and a line at the foot says so.
"""

import unicodedata
from typing import TYPE_CHECKING

import segno

from core import i18n
from core.config import ServiceConfig
from core.i18n import Text
from core.tickets.receipts import Line, Receipt

if TYPE_CHECKING:
    from fpdf import FPDF

# In millimetres: half a sheet, as receipts are.
A5 = (148.0, 210.0)
MARGIN, LABEL, ROW, QR = 14, 38, 5.2, 34
ENCODING = "latin-1"
TYPED = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "*", "\t": " "}
)
UNSHOWN = "?"


def printed(receipt: Receipt, language: str, service: ServiceConfig) -> bytes:
    """The PDF. Takes some ten milliseconds, and a second the first time: run it in a thread."""
    from fpdf import FPDF  # loading it takes a second, which only who prints should wait

    paper = FPDF(format=A5)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_auto_page_break(True, MARGIN)
    paper.set_title(receipt.code)
    paper.add_page()
    said = _Said(language, service)
    _head(paper, said, service.office)
    for line in receipt.lines:
        _row(paper, said, line)
    if receipt.link:
        _code(paper, said, receipt.link)
    _foot(paper, said)
    return bytes(paper.output())


class _Said:
    """Texts as the font can show them; `lost` once something could not be."""

    def __init__(self, language: str, service: ServiceConfig) -> None:
        self._language, self._zone = language, service.zone
        self.lost = False

    def __call__(self, text: Text | str) -> str:
        whole = text
        if isinstance(text, Text):
            whole = i18n.plain_text(text, self._language, self._zone)
        shown = shown_by_font(str(whole))
        # A question mark of theirs is no loss.
        self.lost |= shown.count(UNSHOWN) > str(whole).count(UNSHOWN)
        return shown


def shown_by_font(text: str) -> str:
    """The text in letters the font has: the nearest one, else a question mark for each word's sign.

    Signs without a body of their own (accents, joiners) vanish rather than become "?".
    """
    return "".join(map(_shown, text.translate(TYPED)))


def _shown(sign: str) -> str:
    if sign == "\n" or (sign.isprintable() and _known(sign)):
        return sign
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if _known(part))
    if plain.isprintable() and plain:
        return plain
    return "" if unicodedata.category(sign)[0] in "MC" else UNSHOWN


def _known(sign: str) -> bool:
    try:
        sign.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _head(paper: "FPDF", said: _Said, office: str) -> None:
    paper.set_font("Helvetica", "B", 15)
    paper.multi_cell(0, 7, said(Text("receipt.title")), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", "", 10)
    paper.multi_cell(0, 5, said(office), new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)


def _row(paper: "FPDF", said: _Said, line: Line) -> None:
    """A label, and beside it as many lines as it takes; a page break falls between rows."""
    label, value = said(line[0]), said(line[1])
    width = paper.epw - LABEL
    paper.set_font("Helvetica", "", 9)
    tall = max(_lines(paper, LABEL - 2, label), _lines(paper, width, value))
    if paper.will_page_break(ROW * tall):
        paper.add_page()
    top = paper.get_y()
    paper.set_text_color(90)
    paper.multi_cell(LABEL - 2, ROW, label, align="L", new_x="LMARGIN", new_y="NEXT")
    under_label = paper.get_y()
    paper.set_text_color(0)
    paper.set_xy(MARGIN + LABEL, top)
    paper.multi_cell(width, ROW, value, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.set_y(max(under_label, paper.get_y()) + 0.8)


def _lines(paper: "FPDF", width: float, text: str) -> int:
    height = paper.multi_cell(width, ROW, text, dry_run=True, output="HEIGHT", align="L")
    assert isinstance(height, float | int)
    return round(height / ROW)


def _code(paper: "FPDF", said: _Said, link: str) -> None:
    """The QR code as black squares, with what it is for beside it."""
    rows = [list(row) for row in segno.make_qr(link, error="m").matrix_iter(border=2)]
    if paper.will_page_break(QR + 4):
        paper.add_page()
    top, side = paper.get_y() + 3, QR / len(rows)
    for down, row in enumerate(rows):
        for right, dark in enumerate(row):
            if dark:
                paper.rect(MARGIN + right * side, top + down * side, side, side, style="F")
    paper.set_xy(MARGIN + QR + 3, top + 4)
    paper.multi_cell(0, ROW, said(Text("receipt.scan")), align="L", new_x="LMARGIN", new_y="NEXT")
    paper.set_y(top + QR + 2)


def _foot(paper: "FPDF", said: _Said) -> None:
    if said.lost:
        paper.set_font("Helvetica", "I", 8)
        paper.multi_cell(0, 4, said(Text("receipt.lost_letters")), new_x="LMARGIN", new_y="NEXT")

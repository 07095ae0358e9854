"""The code of a unit's counter on a sheet of paper, to be put up where people wait.

Set in Helvetica like the receipt, which every reader of PDF brings along.
"""

from io import BytesIO

from core import i18n
from core.survey.counter import picture
from core.tickets.receipt_pdf import shown_by_font

# In millimetres.
A4 = (210.0, 297.0)
MARGIN, QR = 22.0, 110.0


def poster(unit: str, office: str, link: str, language: str) -> bytes:
    """The PDF. A second the first time it is made: run it in a thread."""
    from fpdf import FPDF  # loading it takes a second, which only who prints should wait

    paper = FPDF(format=A4)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_title(shown_by_font(unit))
    paper.add_page()

    def write(text: str, style: str, size: int) -> None:
        paper.set_font("Helvetica", style, size)
        said = shown_by_font(text)
        paper.multi_cell(0, size * 0.5, said, align="C", new_x="LMARGIN", new_y="NEXT")
        paper.ln(size * 0.2)

    write(office, "", 14)
    write(unit, "B", 20)
    write(i18n.plain("survey.poster.title", language), "B", 26)
    write(i18n.plain("survey.poster.how", language), "", 15)
    paper.image(BytesIO(picture(link)), x=(A4[0] - QR) / 2, y=paper.get_y() + 4, w=QR)
    paper.set_y(paper.get_y() + QR + 10)
    write(i18n.plain("survey.poster.promise", language), "", 14)
    write(link, "", 11)
    return bytes(paper.output())

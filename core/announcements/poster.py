"""A square picture of an announcement, for media that show little else.

It is set in the font Pillow brings along, so none is shipped. That one has the letters of
Indonesian; accents are dropped, and signs without a letter, such as emoji, are left out.
"""

import unicodedata
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIDE, MARGIN, BAND = 1080, 84, 150
GROUND, INK, ACCENT, ON_ACCENT = "#f5f3ee", "#1b2a29", "#0b5d57", "#ffffff"
TITLE_SIZES = (92, 80, 68, 58)
TEXT_SIZES = (52, 46, 40, 36, 32)
OFFICE_SIZES = (44, 38, 32, 26)
TITLE_HEIGHT = 340
LINE = 1.32
TYPED = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "•": "-", "…": "...", "\t": " "}
)

Font = ImageFont.FreeTypeFont


def poster(heading: str, text: str, office: str) -> bytes:
    """The picture as a PNG of 1080 pixels a side; takes some hundred milliseconds.

    A text too long to be read on a picture ends in dots: the post beside it has all of it.
    """
    picture = Image.new("RGB", (SIDE, SIDE), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, SIDE - BAND, SIDE, SIDE), fill=ACCENT)
    draw.rectangle((MARGIN, MARGIN, MARGIN + 120, MARGIN + 12), fill=ACCENT)
    below = _block(draw, heading, MARGIN + 44, TITLE_HEIGHT, TITLE_SIZES, ACCENT)
    _block(draw, text, below + 36, SIDE - BAND - below - 72, TEXT_SIZES, INK)
    font, lines = _fitting(draw, office, BAND - 40, OFFICE_SIZES)
    top = SIDE - BAND / 2 - font.size * LINE * len(lines) / 2
    _lines(draw, lines, font, top, ON_ACCENT)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def shown_by_font(text: str) -> str:
    """The text in letters the font has."""
    plain = unicodedata.normalize("NFKD", text.translate(TYPED))
    return "".join(sign for sign in plain if sign == "\n" or " " <= sign <= "~")


def _block(
    draw: ImageDraw.ImageDraw,
    text: str,
    top: float,
    height: float,
    sizes: tuple[int, ...],
    colour: str,
) -> float:
    """Words as large as they fit; where they end."""
    font, lines = _fitting(draw, text, height, sizes)
    return _lines(draw, lines, font, top, colour)


def _lines(
    draw: ImageDraw.ImageDraw, lines: list[str], font: Font, top: float, colour: str
) -> float:
    for line in lines:
        draw.text((MARGIN, top), line, font=font, fill=colour)
        top += font.size * LINE
    return top


def _fitting(
    draw: ImageDraw.ImageDraw, text: str, height: float, sizes: tuple[int, ...]
) -> tuple[Font, list[str]]:
    """The largest size at which all of it fits, else the smallest and as much as fits."""
    for size in sizes:
        font = _font(size)
        lines = _wrapped(draw, text, font)
        if len(lines) * size * LINE <= height:
            return font, lines
    kept = lines[: max(1, int(height / (sizes[-1] * LINE)))]
    return font, [*kept[:-1], f"{kept[-1][:-3]}..."]


def _font(size: int) -> Font:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "this Pillow cannot draw letters"
    return font


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font) -> list[str]:
    width = SIDE - 2 * MARGIN
    lines = []
    for paragraph in shown_by_font(text).strip().split("\n"):
        line = ""
        for word in paragraph.split():
            for part in _parts(draw, word, font, width):
                longer = f"{line} {part}".strip()
                if line and draw.textlength(longer, font=font) > width:
                    lines.append(line)
                    longer = part
                line = longer
        lines.append(line)
    return lines


def _parts(draw: ImageDraw.ImageDraw, word: str, font: Font, width: float) -> list[str]:
    """A word, cut where it is wider than the picture, as long addresses are."""
    if draw.textlength(word, font=font) <= width:
        return [word]
    fits = max(1, int(len(word) * width / draw.textlength(word, font=font)) - 1)
    return [word[start : start + fits] for start in range(0, len(word), fits)]

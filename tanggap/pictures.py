"""Photographs for the sample cases, drawn by us: a street, a sky, and what is wrong."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
HORIZON = 430
SKIES = ((24, 34, 60), (126, 160, 190), (188, 200, 205), (92, 110, 140))
GROUNDS = ((70, 74, 70), (104, 98, 84), (86, 92, 80), (60, 62, 70))


def photo(seed: int, *, mended: bool = False) -> bytes:
    """A JPEG that looks like a quick picture of a street; the same seed draws the same.

    One that is `mended` shows the street without what was wrong.
    """
    dice = random.Random(seed)
    image = Image.new("RGB", SIZE, dice.choice(SKIES))
    pen = ImageDraw.Draw(image)
    _houses(pen, dice)
    _road(pen, dice)
    if not mended:
        dice.choice((_lamp, _hole, _rubbish))(pen, dice)
    out = BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=82)
    return out.getvalue()


def _houses(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left = -40
    while left < SIZE[0]:
        width, height = dice.randint(120, 240), dice.randint(90, 210)
        tone = dice.randint(90, 190)
        top = HORIZON - height
        pen.rectangle((left, top, left + width, HORIZON), fill=(tone, tone - 12, tone - 30))
        roof = [(left - 14, top), (left + width // 2, top - 60), (left + width + 14, top)]
        pen.polygon(roof, fill=(130, 62 + dice.randint(0, 20), 48))
        left += width + dice.randint(10, 60)


def _road(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    pen.rectangle((0, HORIZON, *SIZE), fill=dice.choice(GROUNDS))
    pen.polygon([(400, HORIZON), (560, HORIZON), (900, 720), (60, 720)], fill=(58, 58, 62))
    for step in range(5):
        top = HORIZON + 20 + step * 58
        pen.rectangle((472 - step * 2, top, 488 + step * 2, top + 26), fill=(205, 200, 170))


def _lamp(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left = dice.randint(180, 300)
    pen.rectangle((left, 120, left + 12, 560), fill=(46, 48, 52))
    pen.line((left + 6, 124, left + 120, 100), fill=(46, 48, 52), width=10)
    pen.ellipse((left + 100, 92, left + 150, 120), fill=(30, 30, 30))


def _hole(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left, top = dice.randint(380, 520), dice.randint(540, 600)
    pen.ellipse((left, top, left + 190, top + 74), fill=(34, 32, 30))
    pen.ellipse((left + 24, top + 16, left + 160, top + 60), fill=(74, 82, 92))


def _rubbish(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(46):
        left, top = dice.randint(90, 380), dice.randint(500, 640)
        tone = tuple(dice.randint(50, 220) for _ in range(3))
        pen.ellipse((left, top, left + dice.randint(20, 70), top + dice.randint(16, 44)), fill=tone)

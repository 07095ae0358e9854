"""Pictures are drawn anew: what comes out is pixels, upright, and nothing else."""

from io import BytesIO

from PIL import Image, ImageOps

from core.media.outcomes import Place, Unfit

FORMATS = ("JPEG", "PNG", "WEBP")
# As large as Telegram itself keeps a photo; a page of a letter stays readable at 200 dots an inch.
LARGEST_SIDE = 2560
# Decoded they take 160 MB; a JPEG is made smaller while it is read, so its camera may have more.
LARGEST_PIXELS = 40_000_000
QUALITY = 85
GPS = 0x8825
SOUTH_WEST = ("S", "W")


def redraw(content: bytes) -> bytes:
    """The picture as a plain JPEG of at most 2560 pixels a side; raises Unfit for what is none."""
    picture = opened(content)
    picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    if picture.width * picture.height > LARGEST_PIXELS or _moves(picture):
        raise Unfit("unreadable")
    try:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        clean = _on_white(upright)
    except Exception:
        # Broken pictures fail in as many ways as there are decoders.
        raise Unfit("unreadable") from None
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def place_in(content: bytes) -> Place | None:
    """Latitude and longitude in degrees where it was taken, if the camera wrote that into it.

    EXIF 2.32, 4.6.6: tags 1 to 4 of the GPS block, each angle as degrees, minutes and seconds.
    """
    try:
        found = opened(content).getexif().get_ifd(GPS)
        latitude, longitude = _degrees(found[2], found[1]), _degrees(found[4], found[3])
    except Exception:
        # Whatever else stands there is no place.
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    # Cameras that do not know where they are write zeros.
    return (latitude, longitude) if on_earth and (latitude or longitude) else None


def opened(content: bytes) -> Image.Image:
    """Only its head is read so far; raises Unfit for what is no picture or far too large."""
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except Exception:
        raise Unfit("unreadable") from None


def _moves(picture: Image.Image) -> bool:
    """Many frames in few bytes; the second picture in some phones' JPEGs is only passed over."""
    return picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture with the pixels of the old one; what was see-through is white."""
    clean = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        clean.paste(picture, mask=picture.getchannel("A"))
    else:
        clean.paste(picture.convert("RGB"))
    return clean


def _degrees(angle: tuple[float, float, float], half: str) -> float:
    degrees, minutes, seconds = (float(part) for part in angle)
    whole = degrees + minutes / 60 + seconds / 3600
    return round(-whole if half in SOUTH_WEST else whole, 6)

"""What Telegram does to a picture sent as a photo: it is made anew as JPEG, metadata is gone."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

LARGEST = 2560
PREVIEW = 320


def sizes(data: bytes) -> list[tuple[bytes, int, int]]:
    """A preview (if the picture is larger than one) and the picture: `(jpeg, width, height)`.

    Raises ValueError for what is no picture or has impossible proportions.
    """
    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise ValueError("PHOTO_INVALID_DIMENSIONS")
            plain = image.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("IMAGE_PROCESS_FAILED") from error
    wanted = [PREVIEW, LARGEST] if max(width, height) > PREVIEW else [LARGEST]
    return [_within(plain, side) for side in wanted]


def _within(image: Image.Image, side: int) -> tuple[bytes, int, int]:
    copy = image.copy()
    copy.thumbnail((side, side))
    target = BytesIO()
    copy.save(target, "JPEG", quality=87)
    return target.getvalue(), *copy.size

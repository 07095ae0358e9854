"""One door for every file: what it is, and what is left of it when what is hidden has gone."""

from core.media import films, pictures, voices
from core.media.kinds import suffix_of
from core.media.outcomes import Cleaned, Closed


def clean(content: bytes) -> Cleaned:
    """The file to keep; raises Unfit for what is not kept at all.

    What cannot be cleaned is kept as it is, and says so.
    """
    suffix = suffix_of(content)
    try:
        return _cleaned(content, suffix)
    except Closed:
        return Cleaned(content, suffix, cleaned=False)


def _cleaned(content: bytes, suffix: str) -> Cleaned:
    match suffix:
        case ".jpg" | ".png" | ".webp":
            place = pictures.place_in(content)
            return Cleaned(pictures.redraw(content), ".jpg", cleaned=True, place=place)
        case ".mp4":
            film, ending = films.clean(content)
            return Cleaned(film, ending, cleaned=True)
        case ".pdf":
            # Loading what reads PDF takes longer than cleaning a photo, and most files are photos.
            from core.media import papers

            return Cleaned(papers.clean(content), suffix, cleaned=True)
        case ".ogg":
            return Cleaned(voices.clean(content), suffix, cleaned=True)
    return Cleaned(content, suffix, cleaned=False)

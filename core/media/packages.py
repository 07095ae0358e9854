"""Office documents are ZIP archives; every other archive, and every program in one, is refused."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from core.media.outcomes import Unfit

MOST_ENTRIES = 2_000
# Bytes; a long report with scanned pages stays far below, a bomb does not.
LARGEST_UNPACKED = 200_000_000
CONTENTS = "[Content_Types].xml"
FOLDERS = {"word": ".docx", "xl": ".xlsx", "ppt": ".pptx"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OPEN_SUFFIXES = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat")


def package_suffix(content: bytes) -> str:
    """What kind of document it is; raises Unfit when it is none, a bomb, or holds a program."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise Unfit("packed") from None
    unpacked = sum(entry.file_size for entry in entries)
    names = [entry.filename for entry in entries]
    program = any(name.lower().endswith(PROGRAMS) for name in names)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or program:
        raise Unfit("packed")
    suffix = _microsoft(names) or _open_document(content)
    if suffix is None:
        raise Unfit("packed")
    return suffix


def _microsoft(names: list[str]) -> str | None:
    if CONTENTS not in names:
        return None
    first = {name.partition("/")[0] for name in names}
    return next((suffix for folder, suffix in FOLDERS.items() if folder in first), None)


def _open_document(content: bytes) -> str | None:
    """The first entry says what it is, unpacked and at a fixed place (ODF 1.3, part 2, 3.3)."""
    if content[30:38] != b"mimetype" or not content[38:].startswith(OPEN_DOCUMENT):
        return None
    rest = content[38 + len(OPEN_DOCUMENT) :][:16]
    found = (suffix for word, suffix in OPEN_SUFFIXES.items() if rest.startswith(word))
    return next(found, None)

"""Files sent through Telegram. A download link is good for an hour after getFile."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from simulator.errors import Json, bad_request

DOWNLOAD_BYTES = 20 * 2**20
UPLOAD_BYTES = 50 * 2**20
LINK_LIFE = timedelta(hours=1)
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "audio/ogg": ".oga", "video/mp4": ".mp4"}


@dataclass(slots=True, eq=False)
class File:
    """A stored file; `kind` is the field of the message that carries it."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    name: str
    mime: str
    path: str
    details: Json = field(default_factory=dict)
    link_until: datetime | None = None

    @property
    def card(self) -> Json:
        ids = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        return {**ids, "file_size": len(self.data)}


class Files:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def add(self, kind: str, data: bytes, name: str = "", mime: str = "", **details: int) -> File:
        number = len(self._by_id)
        file_id = f"AgAC{number}-{self._rng.getrandbits(160):040x}"
        suffix = name[name.rfind(".") :] if "." in name else EXTENSIONS.get(mime, "")
        folder = "documents" if kind == "document" else "photos" if kind == "photo" else kind
        path = f"{folder}/file_{number}{suffix if suffix.isascii() else ''}".replace(" ", "_")
        file = File(file_id, f"AQAD{number:x}", kind, data, name, mime, path, dict(details))
        self._by_id[file_id] = self._by_path[path] = file
        return file

    def get(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def grant(self, file_id: str, now: datetime) -> Json:
        """getFile: the File with a path that can be downloaded for an hour."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        file.link_until = now + LINK_LIFE
        return {**file.card, "file_path": file.path}

    def download(self, path: str, now: datetime) -> File | None:
        file = self._by_path.get(path)
        usable = file is not None and file.link_until is not None and now < file.link_until
        return file if usable else None

"""Articles as content files: written for whoever wants to keep them, read from whoever brings some.

One TOML file for each service, as in the content that is shipped; several come as one ZIP. Reading
takes nothing on trust: sizes, names and every value are checked before anything is kept.
"""

import io
import json
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from core.errors import Refused
from core.i18n import Text
from core.knowledge.content import CODE, LONGEST_CODE, checked
from core.knowledge.models import Article

# A starter set is a third of a megabyte.
LARGEST = 3 * 1024 * 1024
MEGABYTE = 1024 * 1024
MOST_FILES = 500
MOST_ARTICLES = 5000
NAMES = {"service": "service", "service_name": "name", "service_name_en": "name_en"}
OWN = ("facet", "question", "aliases", "answer", "source", "source_url", "mark")
Row = dict[str, Any]


def write(articles: Iterable[Article]) -> bytes:
    """A ZIP of files; the same articles give the same bytes."""
    target = io.BytesIO()
    in_order = sorted(articles, key=lambda one: (one.service, one.id))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for service, own in groupby(in_order, key=lambda one: one.service):
            # Without a date of its own: as of the oldest day the format knows.
            info = zipfile.ZipInfo(f"articles/{service}.toml")
            package.writestr(info, file_of(list(own)), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def file_of(articles: list[Article]) -> str:
    """One service as a content file."""
    first = articles[0]
    head = [f"{key} = {_quoted(getattr(first, name))}" for name, key in NAMES.items()]
    return "\n".join([*head, *(line for one in articles for line in _lines(one))]) + "\n"


def read(data: bytes) -> list[Row]:
    """The articles of a TOML file or a ZIP of such, as `merging` takes them."""
    if len(data) > LARGEST:
        raise Refused(
            "knowledge.package.large", megabytes=len(data) // MEGABYTE, most=LARGEST // MEGABYTE
        )
    files = _unpacked(data) if data.startswith(b"PK") else {"": data}
    rows = [row for name, content in sorted(files.items()) for row in _rows(name, content)]
    if not rows:
        raise Refused("knowledge.package.empty")
    if len(rows) > MOST_ARTICLES:
        raise Refused("knowledge.package.many", most=MOST_ARTICLES)
    code, times = Counter(row["code"] for row in rows).most_common(1)[0]
    if times > 1:
        raise Refused("knowledge.package.twice", code=code)
    return rows


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The TOML files in a ZIP that hold articles; never more than is let in unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [one for one in package.infolist() if one.filename.endswith(".toml")]
            size = sum(one.file_size for one in infos)
            if len(infos) > MOST_FILES or size > LARGEST:
                raise Refused(
                    "knowledge.package.large",
                    megabytes=size // MEGABYTE,
                    most=LARGEST // MEGABYTE,
                )
            return {PurePosixPath(one.filename).name: _member(package, one) for one in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Refused("knowledge.package.broken") from None


def _member(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What a member holds; one that lied about its size is cut there, and then no TOML."""
    with package.open(info) as file:
        return file.read(info.file_size)


def _rows(name: str, content: bytes) -> Iterator[Row]:
    try:
        parsed = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        detail = str(problem) if isinstance(problem, tomllib.TOMLDecodeError) else ""
        raise Refused("knowledge.package.no_toml", file=name, problem=detail) from None
    articles = parsed.get("article")
    if not isinstance(articles, list) or not all(isinstance(one, dict) for one in articles):
        raise Refused("knowledge.package.no_articles", file=name)
    for place, article in enumerate(articles, start=1):
        if article.get("draft") is not True:
            yield _row(name, place, parsed, article)


def _row(name: str, place: int, head: Mapping[str, Any], article: Mapping[str, Any]) -> Row:
    code = article.get("id")
    if not isinstance(code, str) or len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        raise Refused("knowledge.package.code", file=name, place=place)
    given = {name: head.get(key) for name, key in NAMES.items()}
    given |= {key: article.get(key) for key in (*OWN, "reviewed")}
    try:
        content = checked(given)
    except Refused as refused:
        why = Text(refused.key, **refused.params)
        raise Refused("knowledge.package.wrong", file=name, code=code, why=why) from None
    return {**content, "code": code, "reviewed": date.fromisoformat(content["reviewed"])}


def _lines(article: Article) -> Iterator[str]:
    yield ""
    yield "[[article]]"
    yield f"id = {_quoted(article.code)}"
    for key in OWN:
        value = getattr(article, key)
        if key == "aliases":
            yield from ("aliases = [", *(f"  {_quoted(one)}," for one in value), "]")
        elif key == "answer":
            yield f'answer = """\n{_long(value)}"""'
        elif value:
            yield f"{key} = {_quoted(value)}"
    yield f"reviewed = {article.reviewed.isoformat()}"


def _quoted(text: str) -> str:
    # JSON strings are TOML strings, but for one sign.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long(text: str) -> str:
    """The text between three quotation marks, with its own line ends."""
    lines = (_quoted(line)[1:-1].replace('\\"', '"') for line in text.split("\n"))
    return "\n".join(lines).replace('"""', '\\"\\"\\"')

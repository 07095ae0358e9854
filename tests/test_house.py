"""Rules of the repository itself."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"tanggap", "bot", "admin", "core", "simulator"}
LONGEST_FILE = 400  # lines; what grows past it holds two things
LARGEST_FILE = 1_000_000  # bytes
CODE = {".py", ".js", ".css", ".html", ".sh"}
DATA = {".csv", ".tsv", ".jsonl", ".parquet", ".xlsx", ".db", ".sqlite", ".key", ".pem", ".zip"}
PICTURES = {".png", ".ico", ".webp"}

# Installing asks whatever index the machine uses; no file may name one.
INDEX_HOSTS = re.compile(
    r"(pypi|pythonhosted)\.org|(npmjs|yarnpkg)\.(org|com)|deb\.debian\.org|--(extra-)?index-url \S"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(root|work)/\w|/tmp/v/")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\b[Ii]ssue #?\d")


def _tracked() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


TRACKED = _tracked()
TEXTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in TRACKED
    if path.suffix not in PICTURES
}


@pytest.mark.parametrize("forbidden", [INDEX_HOSTS, MACHINE_PATHS, UNFINISHED])
def test_no_file_names_a_registry_a_private_path_or_unfinished_work(
    forbidden: re.Pattern[str],
) -> None:
    rules = str(Path(__file__).relative_to(ROOT))
    found = [
        f"{name}: {hit[0]}"
        for name, text in TEXTS.items()
        if name != rules
        for hit in forbidden.finditer(text)
    ]
    assert found == []


def test_no_data_and_no_secrets_are_kept_here() -> None:
    assert [path.name for path in TRACKED if path.suffix in DATA] == []


def test_no_file_is_large() -> None:
    assert [path.name for path in TRACKED if path.stat().st_size > LARGEST_FILE] == []


def test_a_code_file_can_be_read_in_one_sitting() -> None:
    written = {name: text for name, text in TEXTS.items() if "/versions/" not in name}
    code = {name: text for name, text in written.items() if Path(name).suffix in CODE}
    long = {name: n for name, text in code.items() if (n := text.count("\n")) > LONGEST_FILE}
    assert long == {}


def test_every_package_stands_under_the_import_rules() -> None:
    rules = _project()["tool"]["importlinter"]
    layers = rules["contracts"][0]["layers"]
    named = {part.strip() for layer in layers for part in layer.split("|")}
    here = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert here <= PACKAGES == named == set(rules["root_packages"])


def test_the_lock_holds_every_requirement_with_hashes() -> None:
    for wanted, lock in (
        ("uv.in", "uv.txt"),
        ("runtime.in", "runtime.txt"),
        ("postgres.in", "runtime.txt"),
        ("runtime.in", "dev.txt"),
        ("postgres.in", "dev.txt"),
        ("dev.in", "dev.txt"),
    ):
        locked = _locked(lock)
        assert _names(wanted) <= locked.keys()
        assert all("--hash=sha256:" in entry for entry in locked.values())


def test_the_installer_and_the_lock_agree_on_uv() -> None:
    assert _locked("uv.txt")["uv"].split()[0] == _locked("dev.txt")["uv"].split()[0]


def test_every_picture_is_shown_on_a_page() -> None:
    pages = "".join(text for name, text in TEXTS.items() if name.endswith(".md"))
    pictures = [path.name for path in TRACKED if path.parent == ROOT / "docs" / "pictures"]
    assert [name for name in pictures if name not in pages] == []


def test_the_readme_needs_two_commands() -> None:
    commands = re.findall(r"^make \w+", TEXTS["README.md"], re.MULTILINE)
    assert commands == ["make demo", "make test"]


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {link}"
        for name, text in TEXTS.items()
        if name.endswith(".md")
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        if not (ROOT / name).parent.joinpath(link).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def _project() -> dict[str, Any]:
    return tomllib.loads(TEXTS["pyproject.toml"])


def _names(file: str) -> set[str]:
    """The packages a requirements file asks for, without options and versions."""
    lines = (line for line in TEXTS[f"requirements/{file}"].splitlines() if line[:1].isalnum())
    return {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in lines}


def _locked(file: str) -> dict[str, str]:
    """Each locked package with its version and hashes."""
    entries = re.split(r"\n(?=\w)", TEXTS[f"requirements/{file}"])
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry}

"""`tanggap evaluate routing`: honest figures on any data, one line for what is wrong with it."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tanggap.cli import main

ABOUT = {
    "lampu": ("lampu jalan padam", "lampu gang mati", "penerangan padam"),
    "jalan": ("aspal berlubang", "jalan rusak parah", "trotoar ambles"),
    "sampah": ("sampah menumpuk", "tps penuh bau", "sampah tidak diangkut"),
}
ROWS = [
    (f"{said} di RT {n}", label) for label, all_ in ABOUT.items() for said in all_ for n in "12"
]


def table(path: Path, rows: list[tuple[str, str]] = ROWS, head: str = "text,label") -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head.split(","), *rows])
    return str(path)


def measured(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", "routing", *arguments])


def test_folds_and_a_test_file_give_the_promised_figures_on_the_last_line(tmp_path: Path) -> None:
    known = table(tmp_path / "a.csv")
    asked = table(tmp_path / "b.csv", [("lampu gang padam", "lampu"), ("x", "never seen")])
    folded = measured("--train", known, "--folds", "3", "--json")
    again = measured("--train", known, "--folds", "3", "--json")
    tested = measured("--train", known, "--test", asked, "--json")
    keys = ["n", "top1", "top3", "macro_f1", "p50_ms", "p95_ms"]
    for ended, count in ((folded, 18), (tested, 2)):
        assert ended.exit_code == 0
        figures = json.loads(ended.stdout.splitlines()[-1])
        assert (list(figures), figures["n"]) == (keys, count)
    figures = json.loads(folded.stdout)
    assert figures["top1"] > 0.9
    assert {**figures, "p50_ms": 0, "p95_ms": 0} == {
        **json.loads(again.stdout),
        "p50_ms": 0,
        "p95_ms": 0,
    }
    # One of two is right, and the label that was never learned counts as missed.
    assert json.loads(tested.stdout)["top1"] == 0.5
    assert len(folded.stderr.splitlines()) == 3


def test_without_json_there_is_a_table_with_the_confusions(tmp_path: Path) -> None:
    known = table(tmp_path / "a.csv")
    asked = table(tmp_path / "b.csv", [("lampu padam", "lampu"), ("lampu padam", "jalan")])
    ended = measured("--train", known, "--test", asked)
    assert "0,5" in ended.stdout
    assert "1 × jalan, dikira lampu" in ended.stdout


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", ["--folds", "2"], "kosong; isi baris judul"),
        (b"text,label\n", ["--folds", "2"], "kosong; isi baris judul"),
        (
            b"text;label\na;b\n",
            ["--folds", "2"],
            "baris 1: kolom “text” tidak ada (yang ada: text;la",
        ),
        (b"text,kind\na,b\n", ["--folds", "2"], "baris 1: kolom “label” tidak ada"),
        (b"text,label\na,b\n\x93c\x94,d\n", ["--folds", "2"], "baris 3: bukan UTF-8"),
        (b"text,label\na,b\nc\n", ["--folds", "2"], "baris 3, kolom “label”: kosong"),
        (b'text,label\na,b\n"c,d\n', ["--folds", "2"], "baris 3"),
        (b"text,label\na,b\nc,\n", ["--folds", "2"], "baris 3, kolom “label”: kosong"),
        (b"text,label\na,b\nc,b\n", ["--folds", "2"], "hanya ada satu label"),
        (b"text,label\na,b\nc,d\n", ["--folds", "5"], "5 bagian"),
        (b"text,label\na,b\nc,d\n", ["--folds", "2"], "hanya ada satu label"),
        (b"text,label\na,b\nc,d\n", [], "--test"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, content: bytes, options: list[str], said: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    ended = measured("--train", str(tmp_path / "a.csv"), *options)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert said in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_a_report_without_words_is_a_report_nobody_can_place(tmp_path: Path) -> None:
    known = table(tmp_path / "a.csv")
    asked = table(tmp_path / "b.csv", [("lampu padam", "lampu"), ("", "jalan")])
    ended = measured("--train", known, "--test", asked, "--json")
    assert json.loads(ended.stdout)["n"] == 2


@pytest.mark.parametrize("options", [["--folds", "1"], ["--folds", "many"], ["--test", "/no/file"]])
def test_bad_options_end_with_2(tmp_path: Path, options: list[str]) -> None:
    ended = measured("--train", table(tmp_path / "a.csv"), *options)
    assert (ended.exit_code, ended.stdout) == (2, "")

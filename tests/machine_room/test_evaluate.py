"""Quality on data of one's own: right figures from right files, one plain line about wrong ones."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tanggap.cli import main
from tanggap.evaluate import progress

KB = """kb_id,question,answer,aliases
ktp/hilang,"KTP hilang, bagaimana menggantinya?",Surat kehilangan dan KK.,ktp ilang|kehilangan ktp
akta/lahir,Apa syarat akta kelahiran?,Bawa surat lahir dan buku nikah.,
akta/lahir,Berapa lama akta kelahiran jadi?,Tiga hari kerja.,akte anak kapan jadi
pbb/bayar,Di mana membayar PBB?,Di bank atau kantor pos.,bayar pajak bumi
"""
QUERIES = """text,kb_id
ktp sy ilang gmn gantinya,ktp/hilang
syarat akta kelahiran,akta/lahir
bayar pbb dmn,pbb/bayar
antre di kantor pos,akta/lahir
🙂,pbb/bayar
"""
OOS = "text\nresep rendang padang\nkamu siapa sih\n"
KEYS = [
    *("n", "hit1", "hit3", "mrr", "direct_rate", "direct_precision"),
    *("oos_false_answer_rate", "p50_ms", "p95_ms"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"kb": KB, "q": QUERIES, "oos": OOS}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def evaluated(folder: Path, *more: str) -> Result:
    files = ["--kb", str(folder / "kb.csv"), "--queries", str(folder / "q.csv")]
    return CliRunner().invoke(main, ["evaluate", "answers", *files, *more])


def figures(folder: Path, *more: str) -> dict[str, float | None]:
    ended = evaluated(folder, *more, "--json")
    assert ended.exit_code == 0, ended.output
    read: dict[str, float | None] = json.loads(ended.stdout.splitlines()[-1])
    return read


def test_the_figures_are_those_one_counts_by_hand(folder: Path) -> None:
    found = figures(folder, "--oos", str(folder / "oos.csv"))
    assert list(found) == KEYS
    assert (found["n"], found["hit1"], found["hit3"]) == (5, 0.6, 0.6)
    assert found["mrr"] == 0.6
    assert (found["direct_rate"], found["direct_precision"]) == (0.6, 1.0)
    assert found["oos_false_answer_rate"] == 0.0
    assert found["p50_ms"] is not None


def test_nothing_out_of_scope_given_is_no_rate(folder: Path) -> None:
    assert figures(folder)["oos_false_answer_rate"] is None


def test_a_table_shows_what_was_confused(folder: Path) -> None:
    said = evaluated(folder).stdout
    assert "Jawaban benar di tempat pertama:       0,6" in said
    assert "akta/lahir → pbb/bayar  “antre di kantor pos”" in said
    assert "pbb/bayar → -  “🙂”" in said


def test_long_texts_odd_texts_and_spreadsheets_are_read(folder: Path) -> None:
    long = "ktp hilang " + "panjang sekali ceritanya " * 160
    odd = f'\ufefftext,kb_id,catatan\r\n"{long[:4096]}",ktp/hilang,\r\n"a, b\nc",akta/lahir,x\r\n'
    (folder / "q.csv").write_text(odd, encoding="utf-8", newline="")
    assert figures(folder)["n"] == 2


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("kb", b"", "kb.csv: kosong"),
        ("kb", b"\n\n", "kb.csv: kosong"),
        ("kb", b"kb_id,question,answer\n", "kb.csv: kosong"),
        ("kb", b"kb_id,question\n1,apa\n", "kb.csv, baris 1: kolom “answer” tidak ada"),
        ("kb", b"kb_id;question;answer\n", "pisahkan kolom dengan koma"),
        ("kb", b"kb_id,question,answer\n1,caf\xe9,x\n", "kb.csv, baris 2: bukan UTF-8"),
        ("kb", b"kb_id,question,answer\n1,apa,x\n2,,x\n", "baris 3, kolom “question”: kosong"),
        ("kb", b"kb_id,question,answer\n1,apa,x,y\n", "baris 2: lebih banyak kolom"),
        ("kb", b'kb_id,question,answer\n1,"apa,x\n', "baris 2: bukan CSV yang benar"),
        ("q", b"text\nktp hilang\n", "q.csv, baris 1: kolom “kb_id” tidak ada"),
        ("q", b'text,kb_id\n"a\nb",ktp/hilang\nc,ktp/baru\n', "q.csv, baris 4, kolom “kb_id”"),
    ],
)
def test_a_wrong_file_is_named_with_its_place(
    folder: Path, file: str, content: bytes, said: str
) -> None:
    (folder / f"{file}.csv").write_bytes(content)
    ended = evaluated(folder, "--json")
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""


def test_a_file_that_is_not_there_is_bad_usage(folder: Path) -> None:
    (folder / "q.csv").unlink()
    assert evaluated(folder).exit_code == 2


def test_what_takes_long_says_how_far_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    ended = evaluated(folder, "--json")
    assert "4 dari 5 selesai" in ended.stderr
    assert json.loads(ended.stdout)["n"] == 5

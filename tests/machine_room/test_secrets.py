"""The key file: made safe, rotated without losing what is sealed, refused when damaged."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError
from core.secrets import Keyring, read_key_file, write_key_file

ONE = Keyring({1: b"1" * 32})
BOTH = Keyring({1: b"1" * 32, 2: b"2" * 32})
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=200))
def test_what_is_sealed_comes_out_as_it_was(plain: bytes) -> None:
    sealed = ONE.seal(plain)
    assert ONE.open(sealed) == plain
    assert plain not in sealed or len(plain) < 4


@given(json_values)
def test_any_json_comes_out_as_it_was(value: object) -> None:
    assert ONE.open_json(ONE.seal_json(value)) == value


def test_the_same_words_never_look_the_same_twice() -> None:
    assert ONE.seal(b"Siti") != ONE.seal(b"Siti")


def test_a_new_key_opens_old_seals_and_finds_old_names() -> None:
    assert BOTH.open(ONE.seal(b"lama")) == b"lama"
    assert BOTH.seal(b"baru")[0] == 2
    assert BOTH.index("chat", 7) == ONE.index("chat", 7)


def test_without_the_newer_key_newer_seals_stay_shut() -> None:
    with pytest.raises(ConfigError, match="key version 2 is missing"):
        ONE.open(BOTH.seal(b"baru"))


@given(st.integers(0, 40), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(ONE.seal(b"halo, ini Siti"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(ConfigError, match=r"security\.key_file"):
        ONE.open(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\1", b"\1short", b"\0" * 40])
def test_what_was_never_sealed_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(ConfigError, match=r"security\.key_file"):
        ONE.open(sealed)


def test_a_wrong_key_opens_nothing_and_finds_nothing() -> None:
    wrong = Keyring({1: b"x" * 32})
    with pytest.raises(ConfigError, match="does not open the database"):
        wrong.open(ONE.seal(b"Siti"))
    assert wrong.index("chat", 7) != ONE.index("chat", 7)


def test_names_for_different_purposes_differ() -> None:
    assert ONE.index("chat", 7) != ONE.index("phone", 7)
    assert len(ONE.index("chat", 7)) == 32


def test_a_key_file_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "tanggap.key"
    path.parent.mkdir()
    (tmp_path / "data" / "tanggap.new").touch(0o644)  # left by a crash
    write_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_rotated_file_keeps_every_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_key_file(path)
    first = read_key_file(path)
    sealed = first.seal(b"lama")
    for _ in range(3):
        write_key_file(path)
    ring = read_key_file(path)
    assert ring.open(sealed) == b"lama"
    assert ring.seal(b"x")[0] == 4
    assert ring.index("chat", 1) == first.index("chat", 1)


def test_a_version_is_never_given_out_twice(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"1:{'ab' * 32}\n3:{'cd' * 32}\n")
    sealed = read_key_file(path).seal(b"tiga")
    write_key_file(path)
    assert read_key_file(path).seal(b"x")[0] == 4
    assert read_key_file(path).open(sealed) == b"tiga"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"halo",
        b"1:",
        b"1:abcd",
        b"1:" + b"zz" * 32,
        b"1:" + b"ab" * 31,
        b"0:" + b"ab" * 32,
        b"256:" + b"ab" * 32,
        b"1:" + b"ab" * 32 + b"\n1:" + b"cd" * 32,
        b"1:" + b"ab" * 32 + b":x",
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_refused_in_one_line_and_left_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"^security\.key_file: [^\n]*restore it$") as refusal:
        read_key_file(path)
    assert "abab" not in str(refusal.value)
    if content.strip():
        with pytest.raises(ConfigError):
            write_key_file(path)
        assert path.read_bytes() == content


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*No such file.*run tanggap setup"):
        read_key_file(tmp_path / "key")


def test_no_more_versions_than_one_byte_can_name(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("".join(f"{n}:{'ab' * 32}\n" for n in range(1, 256)))
    with pytest.raises(ConfigError, match="all the versions"):
        write_key_file(path)

from pathlib import Path

import pyrage
import pytest

from v100.errors import StoreError, UsageError
from v100.store.seal import name_sealed, require_recipients, write_sealed

ONE, OTHER, STRANGER = (pyrage.x25519.Identity.generate() for _ in range(3))
CONTENT = b"place,person\n1,P1\n" * 1000


def test_each_recipient_opens_the_file_and_nobody_else(tmp_path: Path) -> None:
    path = write_sealed(tmp_path / "list.csv", CONTENT, [str(ONE.to_public()), str(OTHER.to_public())])
    assert path == tmp_path / "list.csv.age"
    for identity in (ONE, OTHER):
        assert pyrage.decrypt(path.read_bytes(), [identity]) == CONTENT
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(path.read_bytes(), [STRANGER])
    assert [item.name for item in tmp_path.iterdir()] == ["list.csv.age"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_plain_reaches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    publish = Path.replace

    def look(partial: Path, target: Path) -> Path:
        written.append(partial.read_bytes())
        return publish(partial, target)

    monkeypatch.setattr(Path, "replace", look)
    write_sealed(tmp_path / "list.csv", CONTENT, [str(ONE.to_public())])
    assert len(written) == 1
    assert b"place,person" not in written[0]


def test_without_recipients_the_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    path = write_sealed(tmp_path / "list.csv", CONTENT)
    assert (path.name, path.read_bytes(), path.stat().st_mode & 0o777) == ("list.csv", CONTENT, 0o600)


@pytest.mark.parametrize(
    "bad",
    ["", "age1", "age1" + "q" * 58, "bob@example.org", "ssh-ed25519 AAAA", pytest.param(str(ONE), id="a secret key")],
)
def test_a_recipient_that_is_none_is_counted_and_never_repeated(bad: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Recipient 2 is not an age public key") as refused:
        require_recipients([str(ONE.to_public()), bad])
    assert not bad or bad not in str(refused.value).replace("starts with age1", "")
    with pytest.raises(UsageError):
        write_sealed(tmp_path / "list.csv", CONTENT, [bad])
    assert list(tmp_path.iterdir()) == []


def test_recipients_named_twice_count_once() -> None:
    public = str(ONE.to_public())
    assert require_recipients([public, str(OTHER.to_public()), public]) == (public, str(OTHER.to_public()))


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"list\.csv\.age cannot be written"):
        write_sealed(tmp_path / "none" / "list.csv", CONTENT, [str(ONE.to_public())])


@pytest.mark.parametrize(("name", "sealed"), [("a.csv", "a.csv.age"), ("a.csv.age", "a.csv.age"), ("a", "a.age")])
def test_the_ending_says_that_a_file_is_sealed(name: str, sealed: str) -> None:
    assert name_sealed(Path(name), ["x"]).name == sealed
    assert name_sealed(Path(name), []).name == name

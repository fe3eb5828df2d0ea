"""Stores kept under a key, and files that leave the workspace for their recipients alone."""

import json
import shlex
import shutil
import sys
from pathlib import Path

import pyrage
import pytest

from tests.support.command_line import call
from tests.support.encryption import SECRET, find_text, list_files, list_stores, write_secret
from tests.support.force import AS_OF, make_force, write_force
from v100.store.header import PLAIN, read_cipher

RANK = ("rank", "--as-of", AS_OF, "--json")
PLAIN_WORDS = "not encrypted: for synthetic data alone"
IDENTITY = pyrage.x25519.Identity.generate()
FAIL = "import sys; print('leaked words'); sys.stderr.write('leaked words'); sys.exit(3)"
PUBLIC = str(IDENTITY.to_public())


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return write_secret(tmp_path / "store.key")


@pytest.fixture(scope="session")
def session_secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_secret(tmp_path_factory.mktemp("secret") / "store.key")


@pytest.fixture(scope="session")
def encrypted_workspace(loaded_workspace: Path, session_secret: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny force under the session's secret; copy it, never change it."""
    root = Path(shutil.copytree(loaded_workspace, tmp_path_factory.mktemp("encrypted") / "w"))
    call(root, "store", "rekey", "--to-file", session_secret).require_success()
    return root


@pytest.fixture
def encrypted(encrypted_workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encrypted_workspace, tmp_path / "encrypted"))


def set_key(root: Path, line: str) -> None:
    """Let the settings say this about the key and nothing else."""
    path = root / "v100.toml"
    kept = [text for text in path.read_text(encoding="utf-8").splitlines() if not text.startswith("key_")]
    path.write_text("\n".join([line, *kept, ""]), encoding="utf-8")


def list_ciphers(root: Path) -> set[str | None]:
    return {read_cipher(path) for path in list_stores(root)}


def print_secret(text: str = SECRET) -> str:
    """A program that prints the secret, as typed at a shell."""
    return shlex.join([sys.executable, "-c", f"print({text!r})"])


def test_a_plain_workspace_says_that_it_is_for_synthetic_data_alone(tmp_path: Path) -> None:
    root = tmp_path / "w"
    feeds = write_force(tmp_path / "feeds", make_force())
    for command in (("init", "--json"), ("refresh", feeds, "--json"), ("store", "status", "--json")):
        answer = call(root, *command).require_success()
        assert answer.err.count(PLAIN_WORDS) == 1
        assert isinstance(answer.json, dict)
    assert answer.json == {"encrypted": False, "cipher": None, "key_from": None}


def test_a_workspace_made_with_a_key_is_encrypted_from_the_start_and_answers_as_a_plain_one(
    workspace: Path, secret: Path, tmp_path: Path
) -> None:
    root = tmp_path / 'it\'s "encrypted"'
    feeds = write_force(tmp_path / "feeds", make_force())
    for command in (("init", "--key-file", secret), ("refresh", feeds), ("init",)):
        assert PLAIN_WORDS not in call(root, *command).require_success().err
        assert list_ciphers(root) == {"GCM"}
    call(root, "init", "--key-file", secret).require_refusal(13, "store rekey")
    for command in (
        RANK,
        ("check", "--json"),
        ("list", "issue", "--as-of", AS_OF),
        ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen"),
        ("list", "verify", "V100-0001"),
        ("network", "P1", "--as-of", AS_OF, "--json"),
        ("ledger", "P1", "--as-of", AS_OF, "--json"),
    ):
        ours, plain = call(root, *command), call(workspace, *command)
        assert (ours.code, ours.out) == (plain.code, plain.out)
    assert ours.code == 0
    assert find_text(root / "store", "Offence") + find_text(root / "casework", "suspected, not convicted") == []
    assert [name for name in list_files(root) if name.endswith((".wal", ".tmp"))] == []


@pytest.mark.parametrize("kind", ["file", "env", "command"])
def test_the_key_comes_from_a_file_the_environment_or_a_program(
    kind: str, encrypted: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V100_TEST_KEY", SECRET)
    line = {
        "file": f"key_file = {json.dumps(str(secret))}",
        "env": 'key_env = "V100_TEST_KEY"',
        "command": f"key_command = {json.dumps(shlex.split(print_secret()))}",
    }[kind]
    set_key(encrypted, line)
    call(encrypted, *RANK).require_success()
    status = call(encrypted, "store", "status", "--json").require_success()
    assert status.json == {"encrypted": True, "cipher": "GCM", "key_from": kind}
    assert status.err == ""


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("", 12, ("is encrypted, and no key is named", "key_file")),
        ('key_env = "V100_TEST_UNSET"', 12, ("V100_TEST_UNSET", "is not set")),
        ('key_env = "V100_TEST_OTHER"', 12, ("does not open with the key",)),
        ('key_env = "V100_TEST_SHORT"', 13, ("fewer than 16 bytes",)),
        ('key_file = "/nowhere/store.key"', 12, ("/nowhere/store.key", "cannot be read")),
        ('key_file = "store.key"', 2, ("whole path",)),
        ('key_command = ["/nowhere/vault", "token-in-clear"]', 12, ("vault, which gives the key, cannot be run",)),
        (f"key_command = {json.dumps([sys.executable, '-c', FAIL])}", 12, ("ended with 3",)),
        ('key_file = "/x"\nkey_env = "Y"', 2, ("one place only",)),
    ],
)
def test_without_its_key_nothing_opens_and_nothing_is_given_away(
    line: str, code: int, words: tuple[str, ...], encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V100_TEST_OTHER", "some other secret words")
    monkeypatch.setenv("V100_TEST_SHORT", "short words")
    set_key(encrypted, line)
    content = [path.read_bytes() for path in list_stores(encrypted)]
    for command in (RANK, ("backup", encrypted.parent / "b.tar")):
        answer = call(encrypted, *command).require_refusal(code, *words)
        for leaked in ("some other", "short words", "leaked words", "token-in-clear"):
            assert leaked not in answer.err
    assert [path.read_bytes() for path in list_stores(encrypted)] == content


def test_a_key_file_in_the_workspace_or_open_to_others_is_refused(encrypted: Path, secret: Path) -> None:
    inside = write_secret(encrypted / "store.key")
    link = encrypted.parent / "link.key"
    link.symlink_to(inside)
    for path in (inside, link):
        set_key(encrypted, f"key_file = {json.dumps(str(path))}")
        call(encrypted, *RANK).require_refusal(13, "in the workspace")
    set_key(encrypted, f"key_file = {json.dumps(str(secret))}")
    for mode in (0o640, 0o604, 0o620):
        secret.chmod(mode)
        call(encrypted, *RANK).require_refusal(13, "chmod 600")
    secret.chmod(0o400)
    call(encrypted, *RANK).require_success()


def test_a_program_that_takes_too_long_is_stopped(encrypted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("v100.cli.key_source.WAIT_SECONDS", 0.2)
    set_key(encrypted, f"key_command = [{json.dumps(sys.executable)}, '-c', 'import time; time.sleep(30)']")
    call(encrypted, *RANK).require_refusal(12, "took over")


def test_a_key_for_plain_stores_names_the_way_to_encrypt_them(workspace: Path, secret: Path) -> None:
    before = call(workspace, *RANK).require_success().out
    set_key(workspace, f"key_file = {json.dumps(str(secret))}")
    call(workspace, *RANK).require_refusal(12, "store rekey")
    assert "store rekey" in call(workspace, "store", "status").require_success().err
    call(workspace, "store", "rekey").require_success()
    assert call(workspace, *RANK).require_success().out == before
    assert list_ciphers(workspace) == {"GCM"}


@pytest.mark.slow
def test_a_key_is_rotated_from_one_source_to_the_next(encrypted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = call(encrypted, *RANK).require_success().out
    monkeypatch.setenv("V100_TEST_KEY", "the second secret words")
    third = "the third secret words"
    for options, kind in (
        (("--to-env", "V100_TEST_KEY"), "env"),
        (("--to-command", print_secret(third)), "command"),
        (("--to-file", write_secret(encrypted.parent / "4.key", "the fourth secret words")), "file"),
    ):
        answer = call(encrypted, "store", "rekey", *options, "--json").require_success()
        assert answer.json == {"encrypted": True, "cipher": "GCM", "key_from": kind}
        assert call(encrypted, *RANK).require_success().out == before
    call(encrypted, "store", "rekey", "--to-file", encrypted.parent / "4.key").require_refusal(13, "under that key")


def test_a_key_that_changed_in_its_place_is_taken_up_with_the_old_one(encrypted: Path, tmp_path: Path) -> None:
    new = write_secret(tmp_path / "new.key", "the second secret words")
    set_key(encrypted, f"key_file = {json.dumps(str(new))}")
    text = (encrypted / "v100.toml").read_text(encoding="utf-8")
    call(encrypted, *RANK).require_refusal(12, "does not open")
    old = write_secret(tmp_path / "old.key")
    call(encrypted, "store", "rekey", "--from-file", old).require_success()
    call(encrypted, *RANK).require_success()
    assert (encrypted / "v100.toml").read_text(encoding="utf-8") == text


def test_an_encrypted_store_is_not_made_plain_again(encrypted: Path) -> None:
    call(encrypted, "store", "rekey").require_refusal(13, "under that key")
    set_key(encrypted, "")
    call(encrypted, "store", "rekey").require_refusal(13, "not made plain")
    assert list_ciphers(encrypted) == {"GCM"}


def test_a_new_key_is_named_once(encrypted: Path, secret: Path) -> None:
    call(encrypted, "store", "rekey", "--to-file", secret, "--to-env", "X").require_refusal(2, "one place only")
    call(encrypted, "store", "rekey", "--to-command", "vault 'get").require_refusal(2, "quote")
    call(encrypted.parent / "none", "store", "rekey", "--to-file", secret).require_refusal(11, "v100 init")
    call(encrypted.parent / "none", "store", "status").require_refusal(11, "v100 init")


def test_a_backup_holds_encrypted_stores_and_needs_their_key(encrypted: Path, tmp_path: Path) -> None:
    backup, other = tmp_path / "backup.tar", tmp_path / "other"
    call(encrypted, "backup", backup).require_success()
    assert b"Offence" not in backup.read_bytes()
    call(other, "restore", backup).require_success()
    assert call(other, *RANK).require_success().out == call(encrypted, *RANK).require_success().out
    set_key(other, "")
    call(other, *RANK).require_refusal(12, "no key is named")


def test_a_plain_backup_never_takes_the_place_of_encrypted_stores(
    workspace: Path, encrypted: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar"
    call(workspace, "backup", backup).require_success()
    records = list_stores(encrypted)[0].read_bytes()
    call(encrypted, "restore", backup, "--replace").require_refusal(13, "not encrypted")
    assert list_stores(encrypted)[0].read_bytes() == records
    assert list_ciphers(encrypted) == {"GCM"}
    call(workspace, "restore", backup, "--replace").require_success()
    assert list_ciphers(workspace) == {PLAIN}


def open_sealed(path: Path) -> bytes:
    content: bytes = pyrage.decrypt(path.read_bytes(), [IDENTITY])
    return content


def test_a_list_is_exported_for_its_recipients_alone(listed: Path, tmp_path: Path) -> None:
    plain, out = tmp_path / "plain" / "list.csv", tmp_path / "sealed" / "list.csv"
    for path in (plain, out):
        path.parent.mkdir()
    export = ("list", "export", "V100-0001", "--format", "csv", "--json", "--out")
    call(listed, *export, plain).require_success()
    answer = call(listed, *export, out, "--encrypt-to", PUBLIC).require_success()
    assert answer.json["path"] == f"{out}.age"
    assert open_sealed(Path(f"{out}.age")) == plain.read_bytes()
    assert all(name.endswith(".age") for name in list_files(out.parent))
    assert find_text(out.parent, "person_id") == []


def test_recipients_in_the_settings_hold_for_every_file(listed: Path, tmp_path: Path) -> None:
    (listed / "v100.toml").write_text(f"export_recipients = [{json.dumps(PUBLIC)}]\n", encoding="utf-8")
    # What was written before there were recipients stays as it is.
    shutil.rmtree(listed / "lists")
    call(listed, "weekly", "--as-of", AS_OF).require_success()
    call(listed, "list", "issue", "--as-of", AS_OF).require_success()
    out = tmp_path / "out"
    out.mkdir()
    for command in (
        ("list", "export", "V100-0001", "--format", "html"),
        ("network", "P1", "--as-of", AS_OF, "--out", out / "n.graphml"),
        ("watchlist", "export", "--out", out / "w.csv"),
        ("report", "--out", out / "r.html"),
        ("subject-access", "P1", "--out", out / "s.json"),
        ("audit", "export", out / "log.jsonl", "--recipient", "ICO"),
    ):
        call(listed, *command).require_success()
    files = [*(listed / "lists").rglob("*.*"), *out.iterdir()]
    assert len([path for path in files if path.is_file()]) >= 10
    for path in files:
        if path.is_file():
            assert path.suffix == ".age", path
            assert open_sealed(path)


@pytest.mark.parametrize("command", [("list", "export", "V100-0001", "--format", "csv"), ("weekly", "--as-of", AS_OF)])
def test_a_recipient_that_is_none_is_wrong_usage_before_anything_is_done(
    command: tuple[str, ...], listed: Path
) -> None:
    (listed / "v100.toml").write_text('export_recipients = ["age1nobody"]\n', encoding="utf-8")
    files = list_files(listed)
    call(listed, *command).require_refusal(2, "Recipient 1 is not an age public key")
    assert list_files(listed) == files
    assert len(call(listed, "list", "all", "--json").json) == 1

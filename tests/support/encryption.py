"""Keys for tests, and stores looked at from outside."""

from pathlib import Path

from v100.key import StoreKey, derive_key

SECRET = 'it\'s "quoted"; -- \\ $key {path} %s ü ümlaut'


def make_key(text: str = SECRET) -> StoreKey:
    return derive_key(text.encode())


def write_secret(path: Path, text: str = SECRET) -> Path:
    """Write a key file as V100 wants it: its owner's alone."""
    path.write_text(f"{text}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def list_stores(workspace: Path) -> list[Path]:
    return [workspace / "store" / "records.duckdb", workspace / "casework" / "casework.duckdb"]


def list_files(folder: Path) -> list[str]:
    """Return every file but the notes of pages, which come and go with whoever writes."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pages"]
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def find_text(folder: Path, text: str) -> list[str]:
    """Return the files in which `text` can be read."""
    return [name for name in list_files(folder) if text.encode() in (folder / name).read_bytes()]

"""`python -m benchmarks.encryption`: what encrypted stores cost, whole processes side by side with plain ones."""

import argparse
import secrets
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import time_command
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)
V100 = str(Path(sys.executable).with_name("v100"))


def main() -> None:
    """Make two workspaces of one force, one of them encrypted, and time the same commands on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--years", type=float, default=2.0)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="v100-benchmark-") as name:
        folder = Path(name)
        write_force(folder / "feeds", people=asked.people, years=asked.years, seed=7, until=UNTIL)
        secret = folder / "store.key"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(32), encoding="utf-8")
        workspaces = folder / "plain", folder / "encrypted"
        time_command([V100, "--workspace", str(workspaces[0]), "init"])
        time_command([V100, "--workspace", str(workspaces[1]), "init", "--key-file", str(secret)])
        as_of = (UNTIL - timedelta(days=1)).isoformat()
        report("refresh", workspaces, ("refresh", str(folder / "feeds")), 1)
        report("list issue", workspaces, ("list", "issue", "--as-of", as_of), 1)
        for what, command in (
            ("refresh again", ("refresh", str(folder / "feeds"))),
            ("list show", ("list", "show", "V100-0001", "--json")),
            ("rank", ("rank", "--as-of", as_of, "--json")),
            ("check", ("check", "--json")),
        ):
            report(what, workspaces, command, asked.runs)
        rekey(folder, workspaces[1])


def report(what: str, workspaces: Sequence[Path], command: Sequence[str], runs: int) -> None:
    """Time a command on both workspaces in turn, run by run, and print the ratio of the medians."""
    seconds: list[list[float]] = [[], []]
    for _ in range(runs):
        for taken, root in zip(seconds, workspaces, strict=True):
            taken.append(time_command([V100, "--workspace", str(root), *command]).seconds)
    plain, encrypted = map(statistics.median, seconds)
    ratio = encrypted / plain
    sys.stdout.write(f"{what:14} plain {plain:6.2f} s   encrypted {encrypted:6.2f} s   {ratio:4.2f} times\n")
    sys.stdout.flush()


def rekey(folder: Path, workspace: Path) -> None:
    """Time a change of key."""
    secret = folder / "new.key"
    shutil.copyfile(folder / "store.key", secret)
    secret.write_text(secrets.token_hex(32), encoding="utf-8")
    secret.chmod(0o600)
    size = sum(path.stat().st_size for path in workspace.rglob("*.duckdb")) / 1e6
    timing = time_command([V100, "--workspace", str(workspace), "store", "rekey", "--to-file", str(secret)])
    sys.stdout.write(f"{'store rekey':14} {timing.seconds:.2f} s for {size:.0f} MB\n")


if __name__ == "__main__":
    main()

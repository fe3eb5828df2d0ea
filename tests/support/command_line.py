"""`v100` as a user types it: in this process where many calls are needed, in its own where processes matter."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from v100.cli.app import answer

ENTRY = "\nfrom v100.cli.app import run; run()"


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; fails where there is more, or less."""
        return json.loads(self.out)

    @property
    def message(self) -> str:
        """The error: the last line of standard error."""
        return self.err.strip().splitlines()[-1]

    def require_success(self) -> "Answer":
        assert self.code == 0, f"exit {self.code}: {self.err}"
        return self

    def require_refusal(self, code: int, *words: str) -> "Answer":
        """Hold a refusal to the house rules: its exit code, a short message with the words, nothing else."""
        assert self.code == code, f"exit {self.code}: {self.err}"
        assert self.out == ""
        assert "Traceback" not in self.err
        assert len(self.message) < 600, self.message
        for word in words:
            assert word in self.message
        return self


def call(workspace: Path, *arguments: str | Path) -> Answer:
    """Run `v100` in this process, through the same door as the script."""
    argv = ["v100", "--workspace", str(workspace), "--as", "tester", *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.object(sys, "argv", argv), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = answer()
    return Answer(code, out.getvalue(), err.getvalue())


def start(
    workspace: Path,
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    source: Path | None = None,
    prelude: str = "",
) -> "subprocess.Popen[str]":
    """Start `v100` in a process of its own; `source` is the checkout to run, `prelude` is Python that runs first."""
    command = [
        sys.executable,
        "-c",
        prelude + ENTRY,
        "--workspace",
        str(workspace),
        "--as",
        "tester",
        *map(str, arguments),
    ]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        cwd=source or Path(__file__).parents[2],
    )


def finish(process: "subprocess.Popen[str]") -> Answer:
    """Wait for a started command."""
    out, err = process.communicate(timeout=120)
    return Answer(process.returncode, out, err)


def spawn(workspace: Path, *arguments: str | Path, **how: Any) -> Answer:
    """Run `v100` in a process of its own to its end."""
    return finish(start(workspace, *arguments, **how))

"""Timing whole processes: wall-clock seconds and peak resident memory of a child."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Median wall seconds of the runs, and the highest peak of them in GiB."""

    seconds: float
    peak_gib: float


def time_command(command: list[str], *, runs: int = 1) -> Timing:
    """Run `command` to its end `runs` times; a failure stops the benchmark."""
    seconds, peaks = [], []
    for _ in range(runs):
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            complaints = process.stderr.read() if process.stderr else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - started)
        peaks.append(usage.ru_maxrss / 1024**2)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: exit {process.returncode}: {complaints.decode()[-500:]}")
    return Timing(statistics.median(seconds), max(peaks))

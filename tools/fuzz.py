"""Damage to what V100 keeps: each is detected or harmless, and nothing ends in a traceback or with a wrong figure.

In: `python -m tools.fuzz --mutations N --seed S [--scene DIR]`. Out: a count by target and verdict, every failure with
its number, and exit code 1 where there is one. Cases run in a process of their own, because a damaged file can end the
one that reads it; a case is the same for the same seed and number. `--minutes M` tries hostile input instead.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count, takewhile
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from tools.damage import damage, make_draw
from tools.hostile import build_victim, try_once
from tools.scene import ADMITTED, Said, ask, build_scene, copy_twin, list_targets, read_truth
from v100.settings import Workspace, read_settings

SECONDS: Final = 180.0
Work = Callable[[Connection, Path, int], None]
HARMLESS: Final = "harmless"
DETECTED: Final = "detected"


def main(arguments: list[str]) -> int:
    """Run what was asked and return the exit code."""
    parser = argparse.ArgumentParser(description="Damage files, or try hostile input, and hold V100 to its word.")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutation")
    parser.add_argument("--scene", type=Path, help="a scene made before, or where to make one")
    asked = parser.parse_args(arguments)
    if asked.minutes:
        with tempfile.TemporaryDirectory(prefix="v100-fuzz-") as made:
            build_victim(Path(made))
            ends = perf_counter() + 60 * asked.minutes
            numbers = takewhile(lambda _: perf_counter() < ends, count(asked.first))
            return _report(run_cases(Path(made), asked.seed, numbers, attack))
    with tempfile.TemporaryDirectory(prefix="v100-fuzz-") as made:
        scene = asked.scene or Path(made) / "scene"
        if not scene.exists():
            scene.mkdir(parents=True)
            build_scene(scene)
        return _report(run_cases(scene, asked.seed, range(asked.first, asked.first + asked.mutations), spoil))


def run_cases(scene: Path, seed: int, numbers: Iterable[int], work: Work) -> Iterator[dict[str, Any]]:
    """Yield what became of each case, in order; what ends its process or never ends is a result too."""
    worker = None
    try:
        for number in numbers:
            worker = worker or Worker(scene, seed, work)
            found = worker.ask(number)
            if found is None:
                code, worker = worker.stop(), None
                found = {
                    "number": number,
                    "target": "?",
                    "what": "",
                    "verdict": "crash",
                    "detail": f"ended with {code}",
                }
            yield found
    finally:
        if worker is not None:
            worker.stop()


class Worker:
    """A process that tries cases until one of them ends it."""

    def __init__(self, scene: Path, seed: int, work: Work) -> None:
        # Spawned and not forked: the libraries have threads.
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, scene, seed), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, number: int) -> dict[str, Any] | None:
        """Return what became of a case; None where it ended the process or took too long."""
        try:
            self._ours.send(number)
            found: dict[str, Any] | None = self._ours.recv() if self._ours.poll(SECONDS) else None
        except (EOFError, OSError):
            return None
        return found

    def stop(self) -> int | None:
        """End the process and return how it ended: a signal is a negative number."""
        self._ours.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode


def spoil(pipe: Connection, scene: Path, seed: int) -> None:
    """Try the cases whose numbers come in and send back what became of each."""
    with tempfile.TemporaryDirectory(prefix="v100-fuzz-worker-") as folder, contextlib.suppress(EOFError):
        twin = Path(folder) / "twin"
        truth = read_truth(scene)
        while True:
            pipe.send(_try_case(scene, twin, seed, pipe.recv(), truth))


def attack(pipe: Connection, scene: Path, seed: int) -> None:
    """Try hostile input by the numbers that come in and send back what became of each."""
    with tempfile.TemporaryDirectory(prefix="v100-fuzz-worker-") as folder, contextlib.suppress(EOFError):
        while True:
            number = pipe.recv()
            kind, what, fault = try_once(make_draw(seed, number), scene, Path(folder) / "place")
            verdict = "failed" if fault else HARMLESS
            pipe.send({"number": number, "target": kind, "what": what, "verdict": verdict, "detail": fault})


def _try_case(scene: Path, twin: Path, seed: int, number: int, truth: dict[str, list[Said]]) -> dict[str, Any]:

    draw = make_draw(seed, number)
    target = draw.choose(list_targets(scene))
    copy_twin(scene / target.twin, twin)
    path = twin / draw.choose(target.files)
    content = path.read_bytes()
    changed, what = damage(content, draw)
    path.write_bytes(changed)
    number_of_plan = draw.below(len(target.plans))
    plan = target.plans[number_of_plan]
    said = ask(plan, twin)
    for name in filter(None, (target.name, target.or_else)):
        verdict, detail = _judge(target.name, said, truth[f"{name} {number_of_plan}"], twin, scene / "twin")
        if verdict in {HARMLESS, DETECTED}:
            break
    what = f"{path.name}: {what}; {' '.join(plan[-1][:2])}"
    return {"number": number, "target": target.name, "what": what, "verdict": verdict, "detail": detail}


def _judge(name: str, said: list[Said], truth: list[Said], twin: Path, scene_twin: Path) -> tuple[str, str]:

    verdict = HARMLESS
    for number, (found, expected) in enumerate(zip(said, truth, strict=True)):
        if found.code not in ADMITTED or "Traceback" in found.err or "defect" in found.err:
            return "defect", f"command {number}: exit {found.code}: {found.err[-300:]}"
        if found.code:
            verdict = DETECTED
        elif found.out.replace(str(twin), "") != expected.out.replace(str(scene_twin), ""):
            if name == "settings" and _says_settings(found.out, twin):
                continue
            return "wrong", f"command {number}: exit 0 and another answer: {_find_difference(found.out, expected.out)}"
    return verdict, said[-1].err[-120:] if verdict == DETECTED else ""


def _says_settings(out: str, twin: Path) -> bool:
    """Settings may say anything that they may; then the answer says what it was made with."""
    settings, answer = read_settings(Workspace(twin)), json.loads(out)
    said = answer.get("parameters", answer)
    return bool(said["window_days"] == settings.window_days and said["min_allegations"] == settings.min_allegations)


def _find_difference(one: str, two: str) -> str:
    place = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"{one[max(0, place - 60) : place + 60]!r} for {two[max(0, place - 60) : place + 60]!r}"


def _report(found: Iterator[dict[str, Any]]) -> int:
    counts: Counter[tuple[str, str]] = Counter()
    failures = 0
    for number, case in enumerate(found, start=1):
        counts[case["target"], case["verdict"]] += 1
        if case["verdict"] not in {HARMLESS, DETECTED}:
            failures += 1
            sys.stdout.write(json.dumps(case) + "\n")
        if number % 50 == 0:
            sys.stdout.write(f"{number} tried, {failures} failed\n")
        sys.stdout.flush()
    for (target, verdict), times in sorted(counts.items()):
        sys.stdout.write(f"{target}: {verdict} {times}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

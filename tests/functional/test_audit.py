"""Nothing is shown that is not on record: every command through one gate, its people in the log before its answer."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import duckdb
import polars as pl
import pytest

from tests.support.command_line import Answer, call
from tests.support.effort import repeat
from tests.support.force import AS_OF, make_force, make_person, write_force
from tools.render_cli_reference import Command, walk_commands
from v100.audit.line import KINDS
from v100.audit.log import append_entries
from v100.cli.gate import GatedCommand, GatedGroup
from v100.errors import StoreError
from v100.governance.roles import read_policy
from v100.synth.force import write_force as write_synthetic_force

CALLS = repeat(25, soak=1_000)
SYNTHETIC_DAY = "2026-09-01"
SHOWING = [
    ("rank", "--as-of", AS_OF),
    ("ledger", "P1", "--as-of", AS_OF),
    ("person", "P1", "--as-of", AS_OF, "--json"),
    ("network", "P1", "--as-of", AS_OF),
    ("list", "show", "V100-0001"),
    ("list", "verify", "V100-0001"),
    ("worklist", "V100-0001"),
    ("case", "show", "P1"),
    ("case", "log"),
    ("identity", "show", "P1"),
    ("audit", "log"),
]


def list_commands() -> Iterator[tuple[str, Command]]:
    for words, command in walk_commands():
        is_group = isinstance(command, GatedGroup)
        if len(words) > 1 and (not is_group or command.invoke_without_command):
            yield " ".join(words[1:]), command


COMMANDS = list(list_commands())


def read_log(workspace: Path, *arguments: str) -> list[dict]:
    return call(workspace, "audit", "log", *arguments, "--json").require_success().json["lines"]


def give_roles(workspace: Path, text: str) -> None:
    (workspace / "v100.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def in_groups(monkeypatch: pytest.MonkeyPatch):
    def put(*groups: str) -> None:
        monkeypatch.setattr("v100.cli.gate.read_groups", lambda _account: list(groups))
        monkeypatch.setattr("v100.cli.gate.read_account", lambda: ("tester", "Some Tester"))

    return put


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_passes_the_gate_and_has_a_rule(name: str, command: Command) -> None:
    assert isinstance(command, GatedCommand | GatedGroup)
    assert read_policy().find_rule(name).kind in {"none", *KINDS}


def test_the_walk_finds_the_commands() -> None:
    names = {name for name, _ in COMMANDS}
    assert {"rank", "list show", "identity review", "identity review show", "audit export", "whoami"} <= names
    assert "list" not in names


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_whoever_is_shown_is_in_the_line(command: tuple[str, ...], listed: Path) -> None:
    before = len(read_log(listed))
    answer = call(listed, *command).require_success()
    (line, *more) = read_log(listed)[before + 1 :]
    assert more == []
    shown = {person for person in ("P1", "P2", "P3") if re.search(rf"\b{person}\b", answer.out)}
    assert shown <= set(line["people"])
    assert (line["kind"], line["stage"]) == ("consultation", "done")
    assert (line["actor"], line["role"], line["run_id"]) == ("tester", "owner", "R000001")


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_no_line_no_answer(command: tuple[str, ...], listed: Path) -> None:
    refusing = mock.patch("v100.cli.record.append_entries", side_effect=StoreError("The log is full.", hint="Stop."))
    with refusing:
        answer = call(listed, *command)
    answer.require_refusal(12, "The log is full.")
    assert answer.err == "The log is full. Stop.\n"


def refuse_at(stage: str):
    def append(connection, entries, seed):
        if any(entry.stage == stage for entry in entries):
            raise StoreError("The log is full.", hint="Stop.")
        return append_entries(connection, entries, seed)

    return mock.patch("v100.cli.record.append_entries", append)


WRITING = [
    ("list", "export", "V100-0001", "--format", "csv", "--out", "{out}.csv"),
    ("network", "P1", "--as-of", AS_OF, "--out", "{out}.svg"),
    ("watchlist", "export", "--out", "{out}.csv"),
    ("report", "--out", "{out}.html"),
]


@pytest.mark.parametrize("command", WRITING, ids=lambda command: " ".join(command[:2]))
@pytest.mark.parametrize("stage", ["begun", "published"])
def test_no_line_no_file(stage: str, command: tuple[str, ...], listed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    arguments = [part.replace("{out}", str(out / "file")) for part in command]
    with refuse_at(stage):
        call(listed, *arguments).require_refusal(12, "The log is full.")
    assert list(out.iterdir()) == []
    call(listed, *arguments).require_success()
    assert list(out.iterdir())


@pytest.mark.parametrize("stage", ["begun", "published"])
def test_no_line_no_file_in_the_workspace(stage: str, listed: Path) -> None:
    before = {path for path in (listed / "lists").rglob("*") if path.is_file()}
    with refuse_at(stage):
        call(listed, "list", "export", "V100-0001", "--format", "csv").require_refusal(12)
        call(listed, "weekly", "--as-of", AS_OF).require_refusal(12)
    assert {path for path in (listed / "lists").rglob("*") if path.is_file()} == before


def test_nothing_is_altered_before_it_is_on_record(listed: Path) -> None:
    review = ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen")
    with refuse_at("begun"):
        call(listed, *review).require_refusal(12)
    assert call(listed, "case", "log", "--json").json == []
    call(listed, *review).require_success()
    begun, done = read_log(listed, "--kind", "alteration")[-2:]
    assert (begun["stage"], done["stage"], done["completes"]) == ("begun", "done", begun["line"])
    assert done["people_named"] == ["P1"]


def test_an_export_says_who_is_in_it_and_who_gets_it(listed: Path, tmp_path: Path) -> None:
    export = ("list", "export", "V100-0001", "--format", "csv", "--out", tmp_path / "list.csv")
    call(listed, "--reason", "for court", "--recipient", "CPS", *export).require_success()
    lines = read_log(listed, "--kind", "disclosure")
    assert [line["stage"] for line in lines] == ["begun", "published", "done"]
    assert {"P1", "P2"} <= set(lines[1]["people"])
    assert {(line["reason"], line["recipient"]) for line in lines} == {("for court", "CPS")}
    assert lines[1]["arguments"]["list_id"] == "V100-0001"


@pytest.mark.parametrize(
    ("command", "kinds", "everyone"),
    [
        (("refresh", "{feeds}"), ["collection"], ["collection"]),
        (("weekly", "--as-of", AS_OF), ["disclosure"], []),
        (("weekly", "--as-of", AS_OF, "--source", "{feeds}"), ["collection", "disclosure"], ["collection"]),
        (("list", "issue", "--as-of", AS_OF), ["alteration"], []),
        (("backup", "{out}"), ["disclosure"], ["disclosure"]),
        (("audit", "export", "{out}", "--recipient", "ICO"), ["disclosure"], ["disclosure"]),
        (("identity", "judge", "P1", "P2", "--different", "--rationale", "seen"), ["combination"], []),
        (("list", "all"), [], []),
        (("harm", "list"), [], []),
        (("whoami",), [], []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_a_command_does_is_on_record(
    command: tuple[str, ...], kinds: list[str], everyone: list[str], workspace: Path, tmp_path: Path
) -> None:
    feeds = write_force(tmp_path / "feeds", {**make_force(), "persons": [make_person(f"P{n}") for n in range(1, 6)]})
    places = {"{feeds}": str(feeds), "{out}": str(tmp_path / "backup.tar")}
    before = len(read_log(workspace))
    call(workspace, *(places.get(part, part) for part in command)).require_success()
    lines = read_log(workspace)[before + 1 :]
    assert sorted({line["kind"] for line in lines}) == kinds
    assert all(line["everyone"] is (line["kind"] in everyone) for line in lines)


def test_nobodys_own_words_get_into_the_arguments(listed: Path) -> None:
    review = ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "secret", "--json")
    call(listed, *review).require_success()
    call(listed, "ledger", "Mr X of Y", "--as-of", AS_OF)
    kept = [line["arguments"] for line in read_log(listed)]
    assert "secret" not in json.dumps(kept)
    assert "Mr X" not in json.dumps(kept)
    assert {"as_of": AS_OF, "person_id": "(in words)"} in kept


def test_a_failed_look_at_somebody_is_on_record(listed: Path) -> None:
    answer = call(listed, "action", "plan", "P1", "--owner", "North", "--tactic", "warrant", "--due", "2099-01-01")
    assert answer.code == 13
    line = read_log(listed)[-1]
    assert (line["stage"], line["people_named"]) == ("refused", ["P1"])
    assert call(listed, "ledger", "P99", "--as-of", AS_OF).code == 11
    assert read_log(listed)[-1]["stage"] == "failed"


def test_victims_are_in_the_log_by_surrogate_key(listed: Path) -> None:
    answer = call(listed, "list", "show", "V100-0001", "--json").require_success()
    assert "V1" in answer.out
    assert {"V1", "V2"} <= set(read_log(listed, "--person", "V1")[-1]["people"])


def test_the_log_is_filtered(listed: Path) -> None:
    call(listed, "ledger", "P3", "--as-of", AS_OF).require_success()
    assert {line["command"] for line in read_log(listed, "--person", "P3")} >= {"ledger"}
    assert read_log(listed, "--person", "P99") == []
    refreshed = {line["command"] for line in read_log(listed, "--person", "P2") if line["everyone"]}
    assert refreshed == {"refresh"}
    assert "everyone as of" in call(listed, "audit", "log", "--person", "P2").require_success().out
    assert read_log(listed, "--actor", "nobody") == []
    assert read_log(listed, "--until", "2000-01-01") == []
    assert {line["kind"] for line in read_log(listed, "--kind", "alteration")} == {"alteration"}
    assert read_log(listed, "--since", "2199-01-01") == []


def test_verify_finds_damage_and_says_where(listed: Path) -> None:
    call(listed, "ledger", "P1", "--as-of", AS_OF).require_success()
    anchor = call(listed, "audit", "verify", "--json").require_success().json["anchor"]
    call(listed, "audit", "verify", "--anchor", anchor).require_success()
    with duckdb.connect(str(listed / "casework" / "casework.duckdb")) as connection:
        connection.execute("update audit_lines set actor = 'nobody' where line = 2")
    call(listed, "audit", "verify").require_refusal(14, "line 2")
    call(listed, "audit", "verify", "--anchor", "nonsense").require_refusal(2, "anchor")


def test_a_cut_tail_shows_against_the_anchor(listed: Path) -> None:
    anchor = call(listed, "audit", "verify", "--json").require_success().json["anchor"]
    last = anchor.partition(":")[0]
    with duckdb.connect(str(listed / "casework" / "casework.duckdb")) as connection:
        connection.execute(f"delete from audit_lines where line = {last}")
        connection.execute(f"delete from audit_texts where line = {last}")
        connection.execute("delete from audit_subjects where subject not in (select unnest(subjects) from audit_lines)")
    call(listed, "audit", "verify").require_success()
    call(listed, "audit", "verify", "--anchor", anchor).require_refusal(14, f"line {last}")


def test_the_export_is_the_whole_log_with_its_anchor(listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    answer = call(listed, "audit", "export", path, "--recipient", "ICO", "--json").require_success().json
    documents = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    assert documents[-1] == {"anchor": answer["anchor"]}
    assert [line["line"] for line in documents[:-1]] == list(range(1, answer["lines"] + 1))
    assert path.stat().st_mode & 0o077 == 0
    done = read_log(listed, "--kind", "disclosure")[-1]
    assert (done["command"], done["recipient"], done["everyone"]) == ("audit export", "ICO", True)


def test_a_restored_log_says_so_and_where_the_one_before_had_ended(listed: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    call(listed, "backup", backup).require_success()
    call(listed, "ledger", "P1", "--as-of", AS_OF).require_success()
    anchor = call(listed, "audit", "verify", "--json").require_success().json["anchor"]
    call(listed, "restore", backup, "--replace").require_success()
    restored = next(line for line in read_log(listed) if line["stage"] == "restored")
    number = int(restored["arguments"]["replaced"].partition(":")[0])
    assert number == int(anchor.partition(":")[0]) + 1
    call(listed, "audit", "verify").require_success()
    other = tmp_path / "other"
    call(other, "restore", backup).require_success()
    assert [line["stage"] for line in read_log(other)][-1] == "restored"


def test_review_reports_what_is_unusual(listed: Path, tmp_path: Path) -> None:
    feeds = {
        **make_force(),
        "persons": [make_person("P1", given_names="Tes", family_name="Ter", recorded_at="2026-05-01T00:00:00")],
    }
    call(listed, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    give_roles(listed, "audit_people_a_day = 2\naudit_never_listed = 1\n")
    for person in ("P1", "P2", "P3"):
        call(listed, "--as", "tes.ter", "ledger", person, "--as-of", AS_OF).require_success()
    found = call(listed, "audit", "review", "--json").require_success().json
    assert {each["kind"]: each["people"] for each in found["findings"]} == {
        "many_people": 3,
        "never_listed": 1,
        "own_name": 1,
    }


def test_review_knows_a_person_by_all_his_records_and_whatever_command_named_him(
    workspace: Path, tmp_path: Path
) -> None:
    feeds = {
        **make_force(),
        "persons": [
            make_person("P1", given_names="Ann", family_name="Other", recorded_at="2026-05-01T00:00:00"),
            make_person("P8"),
        ],
    }
    call(workspace, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    call(workspace, "identity", "judge", "P1", "P8", "--same", "--rationale", "seen").require_success()
    give_roles(workspace, "audit_never_listed = 1\n")
    contest = ("--what", "not me", "--received", "2026-06-01")
    call(workspace, "--as", "ann.other", "challenge", "open", "P8", *contest).require_success()
    found = call(workspace, "audit", "review", "--json").require_success().json["findings"]
    assert [(each["kind"], each["actor"], each["person_ids"]) for each in found] == [("own_name", "ann.other", ["P1"])]


def test_every_command_that_names_a_person_counts_as_looking_him_up() -> None:
    for name, command in COMMANDS:
        if any(each.metavar in {"PERSON", "RECORD"} for each in command.params):
            assert read_policy().find_rule(name).looks_up, name


ROLES = '[roles]\nanalyst = ["intel"]\nsupervisor = ["sgt"]\nauditor = ["psd"]\n'


def test_a_role_allows_its_commands_and_no_others(listed: Path, in_groups, tmp_path: Path) -> None:
    give_roles(listed, ROLES)
    in_groups("intel")
    call(listed, "rank", "--as-of", AS_OF).require_success()
    with mock.patch("v100.ranking.rank.rank_by_harm", side_effect=AssertionError("computed")):
        call(
            listed, "task", "V100-0001", "P1", "--owner", "N", "--tactic", "warrant", "--due", "2099-01-01"
        ).require_refusal(13, "supervisor")
        call(listed, "backup", tmp_path / "b.tar").require_refusal(13, "data_engineer")
        in_groups("sgt")
        call(listed, "rank", "--as-of", AS_OF).require_refusal(13, "analyst")
        in_groups()
        call(listed, "list", "show", "V100-0001").require_refusal(13, "reader")
    in_groups("psd")
    lines = read_log(listed)
    assert [(line["command"], line["stage"]) for line in lines[-4:]] == [
        ("task", "refused"),
        ("backup", "refused"),
        ("rank", "refused"),
        ("list show", "refused"),
    ]
    assert lines[-5]["role"] == "analyst"


def test_where_roles_are_given_out_nobody_acts_under_another_name(listed: Path, in_groups) -> None:
    give_roles(listed, ROLES)
    in_groups("intel")
    call(listed, "--as", "chief", "rank", "--as-of", AS_OF).require_refusal(13, "another name")
    give_roles(listed, "trust_front_end = true\n" + ROLES)
    call(listed, "--as", "chief", "rank", "--as-of", AS_OF).require_success()
    in_groups()
    call(listed, "--as", "reporter", "rank", "--as-of", AS_OF).require_refusal(13, "analyst")
    in_groups("psd")
    lines = [(line["actor"], line["account"], line["stage"]) for line in read_log(listed)[-3:]]
    # Without a trusted front end nobody is booked under a name that is only claimed.
    assert lines == [
        ("tester", "tester", "refused"),
        ("chief", "tester", "done"),
        ("reporter", "tester", "refused"),
    ]


def test_a_reason_is_wanted_where_the_settings_want_one(listed: Path) -> None:
    give_roles(listed, "audit_reason_required = true\n")
    call(listed, "rank", "--as-of", AS_OF).require_refusal(13, "--reason")
    call(listed, "--reason", "weekly tasking", "rank", "--as-of", AS_OF).require_success()
    call(listed, "list", "all").require_success()
    call(listed, "contracts", "list").require_success()


def test_whoami_says_what_one_may_do(listed: Path, in_groups, tmp_path: Path) -> None:
    found = call(listed, "whoami", "--json").require_success().json
    assert (found["actor"], found["mapped"]) == ("tester", False)
    assert set(found["commands"]) == set(read_policy().rules)
    give_roles(listed, ROLES)
    in_groups("psd")
    with mock.patch("v100.cli.access.read_account", return_value=("tester", "")):
        found = call(listed, "whoami", "--json").require_success().json
    assert found["roles"] == ["auditor"]
    assert "audit log" in found["commands"]
    assert "rank" not in found["commands"]
    assert call(tmp_path / "none", "whoami", "--json").require_success().json["workspace"] is None


def test_a_folder_without_a_workspace_has_nothing_to_protect(tmp_path: Path) -> None:
    call(tmp_path / "none", "rank", "--as-of", AS_OF).require_refusal(11, "no V100 workspace")
    assert not (tmp_path / "none").exists()


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a synthetic force, two lists, and some casework."""
    folder = tmp_path_factory.mktemp("synthetic")
    root = folder / "w"
    write_synthetic_force(
        folder / "feeds",
        people=150,
        years=1.0,
        seed=3,
        until=date.fromisoformat(SYNTHETIC_DAY),
        file_format="csv",
    )
    call(root, "init").require_success()
    call(root, "refresh", folder / "feeds").require_success()
    for day in ("2026-08-25", SYNTHETIC_DAY):
        call(root, "list", "issue", "--as-of", day, "--min-allegations", "1", "--top", "15").require_success()
    entries = call(root, "list", "show", "V100-0002", "--json").json["entries"]
    for entry in entries[:4]:
        person = entry["person_id"]
        call(root, "review", "V100-0002", person, "--decision", "accept", "--rationale", "seen").require_success()
        task = ("task", "V100-0002", person, "--owner", "N", "--tactic", "warrant", "--due", "2099-01-01")
        call(root, *task).require_success()
    return root


def choose_call(chance: random.Random, people: list[str], out: Path) -> list[str]:
    """Return a command with arguments as somebody might type it, some of them wrong."""
    person = chance.choice([*people, "P99999999"])
    list_id = chance.choice(["V100-0001", "V100-0002", "V100-0009"])
    day = chance.choice(["2026-06-01", SYNTHETIC_DAY, "2020-01-01"])
    number = str(chance.randint(1, 30))
    ending = chance.choice(["csv", "xlsx", "html", "parquet", "graphml"])
    calls = [
        ["rank", "--as-of", day, "--top", number],
        ["ledger", person, "--as-of", day],
        ["person", person, "--as-of", day],
        ["network", person, "--as-of", day, "--hops", chance.choice("123")],
        ["network", person, "--as-of", day, "--out", str(out / f"net.{chance.choice(['svg', 'graphml'])}")],
        ["list", "show", list_id],
        ["list", "diff", "V100-0001", list_id],
        ["list", "export", list_id, "--format", ending, "--out", str(out / f"list.{ending}")],
        ["worklist", list_id],
        ["case", "show", person],
        ["case", "log"],
        ["action", "list"],
        ["watchlist", "export", "--out", str(out / "wanted.csv")],
        ["identity", "show", person],
        ["identity", "review", "show", person, chance.choice(people)],
        ["review", list_id, person, "--decision", "decline", "--rationale", f"as {chance.choice(people)} was"],
        ["close", person, "--because", "completed", "--rationale", "done"],
        ["progress", "--show", "tasked"],
        ["report", "--out", str(out / "report.html")],
        ["check"],
        ["audit", "log", "--person", person],
        ["audit", "review"],
        ["retention", "exports"],
    ]
    return chance.choice(calls) + chance.choice([[], ["--json"]])


def read_texts(folder: Path) -> Iterator[str]:
    """Yield what the files of a folder say, whatever they are packed in."""
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                yield from (book.read(name).decode("utf-8", "replace") for name in book.namelist())
        elif path.suffix == ".parquet":
            yield pl.read_parquet(path).write_ndjson()
        else:
            yield content.decode("utf-8", "replace")


def find_shown(answer: Answer, folder: Path, people: set[str]) -> set[str]:
    texts = [answer.out, answer.err, *read_texts(folder)]
    # Read in another way than the gate does: every run of letters and digits, whatever stands around it.
    return {word for text in texts for word in re.findall(r"[A-Za-z0-9]+", text)} & people


def test_whoever_is_shown_by_any_call_is_in_the_lines_of_that_call(synthetic: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(synthetic / "store" / "records.duckdb"), read_only=True) as connection:
        people = [
            row[0] for row in connection.execute("select distinct person_record_id from persons order by 1").fetchall()
        ]
    chance = random.Random(62)
    last, seen, ended = 0, 0, set()
    for number in range(CALLS):
        out = tmp_path / str(number)
        out.mkdir()
        command = choose_call(chance, people, out)
        answer = call(synthetic, *command)
        with duckdb.connect(str(synthetic / "casework" / "casework.duckdb"), read_only=True) as connection:
            logged = {
                row[0]
                for row in connection.execute(
                    "select person_id from audit_subjects where subject in"
                    " (select unnest(subjects) from audit_lines where line > $last)",
                    {"last": last},
                ).fetchall()
            }
            last = connection.execute("select max(line) from audit_lines").fetchall()[0][0]
        shown = find_shown(answer, out, set(people))
        assert shown <= logged, command
        assert answer.code in {0, 2, 11, 13, 14}, (command, answer.err)
        seen += len(shown)
        ended.add(answer.code)
    assert seen > 5 * CALLS
    assert {0, 11} <= ended
    call(synthetic, "audit", "verify").require_success()

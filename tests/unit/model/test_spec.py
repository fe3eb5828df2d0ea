"""Specifications: what is read, and what is refused in which words."""

from pathlib import Path

import pytest

from tests.support.model_case import SPEC, read_small
from v100.errors import NotFoundError, UsageError
from v100.model.spec import parse_spec, read_spec

CHANGES = [
    ("a misspelt key", "rounds = 30", "round = 30", "component.0.round: there is no such key"),
    ("a misspelt table", "[promotion]", "[promotions]", "promotions: there is no such key"),
    ("a key that is ours", 'name = "small"', 'name = "small"\ntext = "x"', "text: there is no such key"),
    ("no name", 'name = "small"', "", "name: it is missing"),
    ("no meaning", 'meaning = "A specification for tests."', "", "meaning: it is missing"),
    ("no serious_days", "serious_days = 90", "", "label.serious_days: it is missing"),
    (
        "serious at nothing",
        "serious_days = 90",
        "serious_days = 0",
        "label.serious_days: Input should be greater than 0",
    ),
    (
        "no features",
        'use = ["frequency__*", "harm__capped__decay365d", "recency__*", "areas__*"]',
        "use = []",
        "features.use",
    ),
    ("an unknown objective", '"poisson"', '"quantile"', "component.0.objective"),
    ("an unknown target", '"capped_harm"', '"arrests"', "component.0.target"),
    (
        "a target that the objective cannot learn",
        '"binary"',
        '"poisson"',
        "poisson learns capped_harm or harm or allegations, not serious",
    ),
    ("a parameter that is ours", "num_leaves = 6", "num_threads = 6", "num_threads cannot be set"),
    (
        "a parameter out of range",
        "num_leaves = 6",
        "num_leaves = 1",
        "num_leaves is 1 and must be a whole number from 2 to 4096",
    ),
    ("a fraction of a leaf", "num_leaves = 6", "num_leaves = 6.5", "num_leaves is 6.5 and must be a whole number"),
    ("no rounds", "rounds = 30", "rounds = 0", "component.0.rounds"),
    ("a seed twice", "seeds = [11, 12]", "seeds = [11, 11]", "a seed stands twice"),
    ("no seeds", "seeds = [11, 12]", "seeds = []", "component.0.seeds"),
    ("two of one name", 'name = "order"', 'name = "serious"', "two components have one name"),
    ("a name of a column", 'name = "order"', 'name = "score"', "score is the name of a column"),
    ("a name that is a path", 'name = "order"', 'name = "../order"', "component.2.name"),
    ("a blend of a stranger", "{ expected_harm = 1.0 }", "{ stranger = 1.0 }", "there is no component stranger"),
    ("a blend without weight", "{ expected_harm = 1.0 }", "{ expected_harm = 0.0 }", "ranker.blend.expected_harm"),
    (
        "a calibration of a stranger",
        "[promotion]",
        '[calibration]\ncomponent = "x"\n[promotion]',
        "there is no component x",
    ),
    (
        "a calibration of harm",
        "[promotion]",
        '[calibration]\ncomponent = "order"\n[promotion]',
        "order does not learn serious",
    ),
    ("an unknown method", "[promotion]", '[calibration]\nmethod = "platt"\n[promotion]', "calibration.method"),
    ("a step that is none", "[promotion]", '[training]\nevery = "monthly"\n[promotion]', "training.every"),
    ("a promotion for less than the stack", "k = 20", "least_ratio_low = 0.9", "promotion.least_ratio_low"),
    (
        "a group nobody knows",
        "k = 20",
        "[promotion.groups.height]\nleast_selection_ratio = 0.5",
        "promotion.groups.height",
    ),
    (
        "eleven yardstick features",
        "[promotion]",
        f"[yardstick]\nlogistic = {[str(n) for n in range(11)]}\n[promotion]",
        "yardstick.logistic",
    ),
    ("a candidate called own", "[ranker]", '[[component.candidate]]\nname = "own"\n[ranker]', "or one is called own"),
    (
        "a candidate out of range",
        "[ranker]",
        '[[component.candidate]]\nname = "a"\nparameters = { max_bin = 1 }\n[ranker]',
        "max_bin is 1",
    ),
    ("no TOML", "[label]", "[label", "small.toml is not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "words"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_bad_specification_is_refused_in_words(old: str, new: str, words: str) -> None:
    assert old in SPEC
    with pytest.raises(UsageError, match=r"small\.toml") as caught:
        read_small(SPEC.replace(old, new, 1))
    assert words in caught.value.message


def test_what_is_not_said_has_a_default() -> None:
    spec = parse_spec(
        'name = "x"\nmeaning = "m"\n[label]\nserious_days = 1\n[features]\nuse = ["a__*"]\n'
        '[[component]]\nname = "serious"\nobjective = "binary"\ntarget = "serious"\n',
        "x.toml",
    )
    assert spec.blend == {"serious": 1.0}
    assert (spec.cohort.window_days, spec.cohort.min_allegations, spec.label.horizon_days) == (365, 1, 365)
    assert (spec.training.every, spec.calibration.component, spec.promotion.least_ratio_low) == ("1mo", "serious", 1.0)


def test_a_blend_adds_up_to_one() -> None:
    assert read_small(SPEC.replace("{ expected_harm = 1.0 }", "{ expected_harm = 3, order = 1 }")).blend == {
        "expected_harm": 0.75,
        "order": 0.25,
    }


def test_a_candidate_takes_over_what_it_does_not_say() -> None:
    text = SPEC.replace(
        "[ranker]", '[[component.candidate]]\nname = "slow"\nparameters = { learning_rate = 0.01 }\n[ranker]'
    )
    item = read_small(text).component[-1]
    own, slow = item.list_variants().values()
    assert slow.rounds == own.rounds == 20
    assert own.parameters["learning_rate"] == 0.1
    assert slow.parameters == {**own.parameters, "learning_rate": 0.01}


@pytest.mark.parametrize("name", ["chicago", "default"])
def test_shipped_specifications_are_read(name: str) -> None:
    spec = read_spec(name)
    assert spec.name == name
    assert {item.objective for item in spec.component} == {"poisson", "binary", "lambdarank"}


def test_a_stranger_is_not_found_and_the_shipped_ones_are_named() -> None:
    with pytest.raises(NotFoundError, match="chicago"):
        read_spec("nobody")


def test_a_specification_has_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(SPEC)
    with pytest.raises(UsageError, match="name is small"):
        read_spec(str(path))
    assert read_spec(str(path.rename(tmp_path / "small.toml"))).text == SPEC


def test_a_specification_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="cannot be read"):
        read_spec(str(path))


def test_the_hash_is_of_the_very_text() -> None:
    assert read_small().sha256 != read_small(SPEC + "\n").sha256

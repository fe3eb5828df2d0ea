"""Who may do what: by the policy, by the groups of an account, and by nothing else."""

import pytest

from v100.errors import RefusedError, UsageError
from v100.governance.roles import (
    OWNER,
    Rule,
    Standing,
    find_roles,
    parse_policy,
    read_policy,
    require_own_name,
    stand_without_mapping,
)

MAPPING = {"analyst": ("intel",), "supervisor": ("sgt", "insp")}


def stand(*roles: str) -> Standing:
    return Standing("somebody", "somebody", roles, mapped=True)


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ([], ()),
        (["users"], ()),
        (["intel"], ("analyst",)),
        (["insp", "intel"], ("analyst", "supervisor")),
        (["analyst"], ()),
    ],
)
def test_groups_give_roles(groups: list[str], roles: tuple[str, ...]) -> None:
    assert find_roles(read_policy(), MAPPING, groups) == roles


def test_a_role_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="chief"):
        find_roles(read_policy(), {"chief": ("intel",)}, ["intel"])


@pytest.mark.parametrize(
    ("command", "may"),
    [
        ("list show", {"reader", "analyst", "supervisor", "auditor"}),
        ("person", {"analyst", "supervisor"}),
        ("task", {"supervisor"}),
        ("refresh", {"data_engineer"}),
        ("backup", {"data_engineer"}),
        ("train", {"model_owner"}),
        ("audit log", {"auditor"}),
        ("audit export", {"auditor"}),
    ],
)
def test_least_privilege(command: str, may: set[str]) -> None:
    rule = read_policy().find_rule(command)
    for role in read_policy().roles:
        if role in may:
            assert stand(role).require_role(rule) == role
        else:
            with pytest.raises(RefusedError):
                stand(role).require_role(rule)


def test_a_parameter_can_be_open_to_fewer_roles_than_its_command() -> None:
    rule = read_policy().find_rule("retention exports")
    for given, may in (({}, True), ({"destroyed": None}, True), ({"destroyed": 1}, False)):
        if may:
            assert stand("auditor").require_role(rule.narrow(given)) == "auditor"
        else:
            with pytest.raises(RefusedError, match="retention exports --destroyed"):
                stand("auditor").require_role(rule.narrow(given))


def test_everyone_is_said_of_a_kind() -> None:
    rules = read_policy().rules
    assert rules["backup"].everyone == {"disclosure"}
    assert rules["weekly"].everyone == {"collection"}
    assert rules["rank"].everyone == frozenset()


@pytest.mark.parametrize(
    "values",
    ['everyone = ["erasure"]', 'only = { out = ["b"] }', 'only = { out = ["c"] }', 'also = { out = "theft" }'],
)
def test_a_policy_that_contradicts_itself_is_a_defect(values: str) -> None:
    text = '[roles]\na = "one"\nb = "other"\n[commands]\n"x" = { kind = "consultation", roles = ["a"], VALUES }\n'
    parse_policy(text.replace(", VALUES", ""))
    with pytest.raises(ValueError, match="x: "):
        parse_policy(text.replace("VALUES", values))


def test_the_least_of_several_roles_is_the_one_at_work() -> None:
    assert stand("supervisor", "reader").require_role(read_policy().find_rule("list show")) == "reader"


def test_nobody_without_a_role_may_do_anything_but_what_is_open_to_all() -> None:
    for rule in read_policy().rules.values():
        if "all" in rule.roles:
            stand().require_role(rule)
        else:
            with pytest.raises(RefusedError):
                stand().require_role(rule)


def test_without_roles_given_out_the_owner_has_all_and_others_none() -> None:
    rule = read_policy().find_rule("audit export")
    assert stand_without_mapping(read_policy(), "me", "me", owns=True).require_role(rule) == OWNER
    with pytest.raises(RefusedError):
        stand_without_mapping(read_policy(), "me", "me", owns=False).require_role(rule)


def test_a_command_outside_the_policy_is_nobodys() -> None:
    with pytest.raises(RefusedError):
        read_policy().find_rule("nonsense")


@pytest.mark.parametrize(
    ("named", "trusted", "name"), [("", False, "me"), ("me", False, "me"), ("other", True, "other"), ("", True, "me")]
)
def test_the_name_is_the_accounts_unless_a_front_end_is_trusted(named: str, trusted: bool, name: str) -> None:
    assert require_own_name("me", named, trusted=trusted) == name


def test_another_name_is_refused() -> None:
    with pytest.raises(RefusedError):
        require_own_name("me", "other", trusted=False)


def test_arguments_add_kinds() -> None:
    rule = Rule("network", "consultation", ("analyst",), also={"out": "disclosure"})
    assert rule.list_kinds({}) == ["consultation"]
    assert rule.list_kinds({"out": "x.svg"}) == ["consultation", "disclosure"]
    assert Rule("init", "none", ("all",)).list_kinds({}) == []


@pytest.mark.parametrize(
    "line",
    [
        '"x" = { kind = "looking", roles = ["a"] }',
        '"x" = { kind = "none", roles = ["b"] }',
        '"x" = { kind = "none", roles = [] }',
        '"x" = { kind = "none", also = { out = "none of it" }, roles = ["a"] }',
    ],
)
def test_a_policy_with_a_word_that_is_none_does_not_load(line: str) -> None:
    with pytest.raises(ValueError, match="x: "):
        parse_policy(f'[roles]\na = "one"\n[commands]\n{line}\n')

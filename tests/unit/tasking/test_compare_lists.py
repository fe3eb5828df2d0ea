"""Two lists compared in either direction: the causes are true both ways."""

from tests.support.command_line import call
from tests.support.force import AS_OF


def test_what_is_new_forwards_is_not_known_yet_backwards(workspace):
    for as_of in ("2026-03-15", AS_OF):
        call(workspace, "list", "issue", "--as-of", as_of).require_success()

    def tell(*lists):
        movers = call(workspace, "list", "diff", *lists, "--json").require_success().json
        return {
            mover["person_id"]: [(cause["code"], cause["incident_ids"]) for cause in mover["causes"]]
            for part in ("joined", "left", "moved")
            for mover in movers[part]
        }

    assert tell("V100-0001", "V100-0002") == {"P2": [("new_allegation", ["I4"])]}
    assert tell("V100-0002", "V100-0001") == {"P2": [("identity_changed", ["I4"])]}


def test_an_allegation_that_is_back_in_the_window_is_not_a_change_of_weights(workspace):
    for as_of in (AS_OF, "2027-03-02"):
        call(workspace, "list", "issue", "--as-of", as_of).require_success()
    movers = call(workspace, "list", "diff", "V100-0001", "V100-0002", "--json").require_success().json
    assert {cause["code"] for mover in movers["left"] for cause in mover["causes"]} == {"aged_out"}
    movers = call(workspace, "list", "diff", "V100-0002", "V100-0001", "--json").require_success().json
    assert {cause["code"] for mover in movers["joined"] for cause in mover["causes"]} == {"window_changed"}

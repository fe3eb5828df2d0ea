"""An edition that an issued list was made with says for good what it said then."""

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_offence, write_force


def refresh(workspace, folder, offences):
    feeds = make_force()
    feeds["offences"] = offences or feeds["offences"]
    return call(workspace, "refresh", write_force(folder, feeds), "--json", "--allow-unmapped").require_success().json


@pytest.mark.slow
def test_neither_a_new_code_nor_another_weight_enters_a_used_edition(workspace, tmp_path):
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    ours = make_force()["offences"]
    loaded = refresh(workspace, tmp_path / "more", [*ours, make_offence("Q", "5000")])
    assert loaded["feeds"]["offences"]["rejected"] == 1
    renamed = [row | {"edition": "tiny-2"} for row in ours]
    assert refresh(workspace, tmp_path / "other", renamed)["feeds"]["offences"]["inserted"] == len(ours)
    heavier = [row | {"harm_days": "300"} for row in ours]
    assert refresh(workspace, tmp_path / "heavier", heavier)["feeds"]["offences"]["rejected"] == len(ours)
    assert refresh(workspace, tmp_path / "back", ours)["feeds"]["offences"]["inserted"] == len(ours)
    call(workspace, "list", "verify", "V100-0001").require_success()

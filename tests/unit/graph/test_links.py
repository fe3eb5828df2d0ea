"""Links between people named in the same incident."""

from v100.graph.links import build_links, write_graphml


def test_two_people_named_together_twice_share_one_edge_that_names_both_incidents() -> None:
    graph = build_links({"B": ["i2", "i1"], "A": ["i1", "i2", "i3"]})
    assert dict(graph.edges["A", "B"]) == {"weight": 2, "incident_ids": "i1 i2"}


def test_somebody_named_alone_stays_in_the_picture() -> None:
    assert list(build_links({"A": ["i1"], "B": []}).nodes) == ["A", "B"]


def test_the_order_of_the_incidents_does_not_change_the_bytes() -> None:
    one = build_links({"A": ["i1", "i2"], "B": ["i2"], "C": ["i1", "i2"]})
    other = build_links({"C": ["i2", "i1"], "B": ["i2"], "A": ["i2", "i1"]})
    assert write_graphml(one) == write_graphml(other)

"""The rule book: every rule, in the order of the page."""

from tests.spec import allegation, known, list_rules, person, stack
from tests.spec.rule import Rule

BOOK: tuple[Rule, ...] = (
    known.VERSIONS,
    allegation.COUNTING,
    allegation.MERGING,
    stack.ORDER,
    person.ELIGIBLE,
    known.CUSTODY,
    known.FILL,
    person.STATUS,
    person.DROPOFF,
    known.SENSITIVITY,
    list_rules.CAUSES,
    list_rules.DIFFERENCES,
    list_rules.CANONICAL,
)

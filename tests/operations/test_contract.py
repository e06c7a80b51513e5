"""The term of a contract: it begins on a Japanese day and ends the day before it comes round; .jp ends with a month."""

import pytest

from epp_gateway.model.terms import Period
from epp_gateway.operations.contract import END, START, keep_renewal, keep_start
from tests.operations.world import account

AT = "2026-01-01T00:00:00Z"


class Facts:
    """As much of a transaction as facts need."""

    def __init__(self) -> None:
        self.kept = {}

    def facts(self, _scope, _name):
        return self.kept

    def put_facts(self, _scope, _name, facts):
        self.kept |= {fact.name: fact for fact in facts}

    @property
    def term(self):
        return tuple(self.kept[name].value if name in self.kept else None for name in (START, END))


GTLD, JP = account("verisign", "com"), account("jprs", "jp")


@pytest.mark.parametrize(
    ("received", "months", "term"),
    [
        ("2025-06-01T14:59:59Z", 12, ("2025-06-01", "2026-05-31")),
        ("2025-06-01T15:00:00Z", 12, ("2025-06-02", "2026-06-01")),
        ("2025-01-01T00:00:00Z", 24, ("2025-01-01", "2026-12-31")),
        ("2028-02-29T00:00:00Z", 12, ("2028-02-29", "2029-02-28")),
        ("2028-02-29T00:00:00Z", 48, ("2028-02-29", "2032-02-28")),
        ("2027-03-01T00:00:00Z", 12, ("2027-03-01", "2028-02-29")),
    ],
)
def test_a_term_runs_to_the_day_before_it_comes_round(received, months, term):
    facts = Facts()
    keep_start(facts, GTLD, "example.com", received, "2027-06-01T15:00:00Z", AT, months)
    assert facts.term == term


def test_a_renewal_adds_its_years_to_the_running_term():
    facts = Facts()
    keep_start(facts, GTLD, "example.com", "2025-06-01T00:00:00Z", None, AT)
    keep_renewal(facts, GTLD, "example.com", None, AT, Period(value=2))
    assert facts.term == ("2025-06-01", "2028-05-31")
    keep_renewal(facts, GTLD, "example.com", None, AT, None)
    assert facts.term == ("2025-06-01", "2029-05-31")


def test_where_no_term_is_known_none_is_made_up():
    facts = Facts()
    keep_renewal(facts, GTLD, "example.com", "2027-06-01T00:00:00Z", AT, None)
    assert facts.term == (None, None)


@pytest.mark.parametrize("expires", ["2027-11-30T15:00:00Z", "2027-11-30T14:59:59Z"])
def test_a_jp_term_ends_with_the_registrys_month(expires):
    facts = Facts()
    keep_start(facts, JP, "rakuda.jp", "2026-11-22T17:30:00Z", expires, AT)
    assert facts.term == ("2026-11-23", "2027-11-30")

"""Evidence of work orders: nothing that is missing is overlooked, whatever the counts."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_branch.core.work_evidence import Evidence, missing, progress

COUNTS = st.tuples(*[st.integers(0, 20)] * len(Evidence._fields)).map(lambda row: Evidence(*row))


@given(COUNTS, COUNTS)
def test_what_is_missing_and_what_is_there_cover_what_is_asked(asked, proof):
    gaps = missing(asked, proof)
    for name in Evidence._fields:
        covered = getattr(proof, name) + gaps.get(name, 0)
        assert covered >= getattr(asked, name)
        assert (name in gaps) == (getattr(proof, name) < getattr(asked, name))


@given(COUNTS, COUNTS)
def test_bringing_what_is_missing_completes_it(asked, proof):
    brought = {name: getattr(proof, name) + gap for name, gap in missing(asked, proof).items()}
    assert missing(asked, proof._replace(**brought)) == {}


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_progress_is_full_only_when_all_are_done(done, total):
    done = min(done, total)
    assert (progress(done, total) == 100) == (done == total)
    assert 0 <= progress(done, total) <= 100

"""A proof as a table."""

from patterns.explore import tables
from patterns.sandbox.authorisation.proof import Proof, Removal


def test_a_proof_is_a_row_for_each_removal():
    found = Proof((Removal("Read", "Action", "s3:Get<b>", "needed", "Access Denied"),))

    assert repr(tables.proof(found)).splitlines() == [
        "statement  element  taken away  verdict  refusal",
        "Read       Action   s3:Get<b>   needed   Access Denied",
    ]
    assert "s3:Get&lt;b&gt;" in tables.proof(found)._repr_html_()


def test_a_policy_without_rights_has_nothing_to_take_away():
    assert repr(tables.proof(Proof(()))) == "the policy grants nothing"

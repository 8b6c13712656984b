"""The published snippet of a three-tier network: AWS takes it, and its public subnet is not public."""

from pathlib import Path

import pytest

from patterns import Sandbox, check, reachability

SNIPPETS = Path(__file__).parent / "three_tier_vpc"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"


def test_as_published_it_is_deployed_and_its_public_subnet_reaches_nothing_outside():
    """https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html: a route and a gateway make it so."""
    with Sandbox() as aws:
        stack = aws.deploy(PUBLISHED)
        answers = reachability(stack)

        assert stack.drift() == {}
        assert [subnet.is_public for subnet in answers.subnets] == [False, False, False]
        (public,) = [party for party in answers.parties if party.startswith("Public")]
        assert answers.between(public, "internet").reachable is False
        assert answers.between("internet", public).reachable is False
        assert "No route to the internet" in answers.between(public, "internet").reasons[0].words


def test_it_is_completed_line_by_line_and_each_line_says_so():
    published, completed = (file.read_text().splitlines() for file in (PUBLISHED, COMPLETED))

    assert completed[: len(published)] == published
    assert all("# completed: " in line for line in completed[len(published) :] if line)


@pytest.mark.slow
def test_completed_its_public_subnet_is_public_and_the_others_are_not():
    with Sandbox() as aws:
        stack = aws.deploy(COMPLETED)
        answers = reachability(stack)

        assert stack.drift() == {}
        assert {subnet.logical_id: subnet.is_public for subnet in answers.subnets} == {
            "PublicSubnet1": True,
            "PrivateSubnet1": False,
            "DataSubnet1": False,
        }


def test_its_flaws_are_found():
    published = {(finding.id, finding.resource) for finding in check(PUBLISHED, lint=False)}

    assert {
        ("VPC-001", "PublicSubnet1"),  # public addresses by default
        ("VPC-003", "PublicSubnet1"),  # and no way to use them: no internet gateway, no route table
        ("VPC-002", "VPC"),  # nobody sees who talks to whom
        ("VPC-004", "VPC"),  # one zone
        ("VPC-011", "VPC"),  # no NAT: the private tier cannot patch itself
    } <= published
    assert ("VPC-003", "PublicSubnet1") not in {(f.id, f.resource) for f in check(COMPLETED, lint=False)}

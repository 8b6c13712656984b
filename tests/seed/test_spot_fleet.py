"""The published Spot Fleet: one pool, at the lowest price, under a cap. What AWS refuses of it, and how it fares."""

from pathlib import Path

import pytest

from patterns import Sandbox, check
from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "spot_fleet"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"
POOL = Pool("m5.large", "us-east-1a")


@pytest.fixture
def aws():
    with Sandbox(seed=0) as account:
        yield account


def without(*marks):
    """The completed text without the lines that say one of these."""
    return "\n".join(line for line in COMPLETED.read_text().splitlines() if not any(mark in line for mark in marks))


def running(aws, stack):
    name = stack["SpotFleet"].physical_id
    return aws.client("ec2").describe_spot_fleet_instances(SpotFleetRequestId=name)["ActiveInstances"]


def test_as_published_it_is_no_template(aws):
    with pytest.raises(TemplateError, match="Resources"):
        aws.deploy(PUBLISHED)


def test_it_is_refused_for_its_missing_image_in_the_words_of_cloudformation(aws):
    with pytest.raises(TemplateError, match="ImageId") as refused:
        aws.deploy(without("ImageId"))

    assert "Properties validation failed for resource SpotFleet" in str(refused.value)


def test_it_is_completed_line_by_line_and_each_line_says_so():
    published, completed = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    assert completed[0].startswith("Resources:  # completed: ")
    assert [line.removeprefix("  ") for line in completed[1 : len(published) + 1]] == published
    added = [line for line in completed[len(published) + 1 :] if not line.startswith("    ") or "ImageId" in line]
    assert all("# completed: " in line for line in added)


@pytest.mark.slow
def test_completed_it_runs_in_one_pool(aws):
    stack = aws.deploy(COMPLETED)

    assert {one["InstanceType"] for one in running(aws, stack)} == {"m5.large"}
    assert {instance.pool for instance in aws.spot.running} == {POOL}
    assert len(running(aws, stack)) == 10
    assert stack.drift() == {}


@pytest.mark.slow
def test_completed_it_loses_everything_at_once_and_gets_nothing_back(aws):
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html: be flexible about pools."""
    stack = aws.deploy(COMPLETED)

    with aws.faults.spot_interruption(pool=POOL, ahead=0):
        aws.clock.advance(minutes=1)
        assert len(running(aws, stack)) == 10
        aws.clock.advance(minutes=20)
        assert running(aws, stack) == []
    aws.clock.advance(minutes=6)

    assert len(running(aws, stack)) == 10  # the pool is back, and only then the fleet


@pytest.mark.slow
def test_completed_its_cap_takes_instances_that_cost_little_more_than_half_of_on_demand():
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html: a maximum price interrupts more."""
    with Sandbox(seed=4) as aws:
        stack = aws.deploy(COMPLETED)
        dear = aws.spot.market.history(POOL).next_above(0.05, aws.clock.now)
        before = aws.spot.price_usd(POOL)

        aws.clock.advance(seconds=(dear - aws.clock.now).total_seconds() + 600)

        assert running(aws, stack) == []
        assert before < 0.05 < aws.spot.price_usd(POOL) < 0.6 * 0.096
        assert any("its price is above the 0.05 USD it may cost" in event.detail for event in aws.timeline)


@pytest.mark.long
def test_completed_its_pool_runs_out_by_itself(aws):
    """Nothing is injected: what the seed has in store for one pool."""
    with Sandbox(seed=4) as account:
        stack = account.deploy(COMPLETED)
        account.clock.advance(hours=12)

        lost = [event for event in account.timeline if event.what == "is interrupted"]

        assert any("m5.large in us-east-1a has no capacity left" in event.detail for event in account.timeline)
        assert lost
        assert len(running(account, stack)) < 10


def test_its_flaws_are_found():
    found = {(finding.id, finding.resource) for finding in check(COMPLETED, lint=False)}

    assert {
        ("SPOT-001", "SpotFleet"),  # the cap
        ("SPOT-002", "SpotFleet"),  # one pool
        ("SPOT-003", "SpotFleet"),  # the lowest price
        ("SPOT-005", "SpotFleet"),  # replaced when gone
        ("SPOT-006", "SpotFleet"),  # nobody hears
        ("SPOT-007", "SpotFleet"),  # the interface
    } <= found

"""What a lost zone leaves of a service, held against what AWS documents; each block names the page."""

from datetime import timedelta
from functools import cache

import pytest

from patterns import MultiAzService, Sandbox, ThreeTierVpc
from patterns.explore.drills import CACHE, CUT_OFF, DATABASE, DOLLARS, HEALTHY, SERVED, outcomes, readers, zone_drill
from patterns.explore.measures import measured

OUTAGE = timedelta(minutes=30)


@cache
def drilled(zone="us-east-1a", *, seed=0, refuse_launches=False, **choices):
    """What was measured of a service with these choices; for no zone, that of its database is lost."""
    with Sandbox(seed=seed) as aws:
        stack = aws.deploy(MultiAzService(**choices))
        aws.clock.advance(minutes=2)
        if refuse_launches:
            aws.faults.errors("ec2", "RunInstances", code="InsufficientInstanceCapacity", message="None.", status=500)
        [database] = aws.client("rds").describe_db_instances()["DBInstances"]
        return zone_drill(aws, stack, zone or database["AvailabilityZone"])


def level(found, name=SERVED):
    """What it settles at half-way through the outage, after everything that fails over has."""
    return found[name].points[len(found[name].points) // 3][1]


# https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_static_stability.html
# What is left must carry the load without anything being launched; launching more is a repair, and may be refused.


@pytest.mark.parametrize(
    ("zones", "target", "served"),
    [
        (3, 60, 100),
        (2, 60, 83.3),
        *(pytest.param(*row, marks=pytest.mark.long) for row in ((3, 80, 83.3), (2, 50, 100))),
    ],
)
def test_what_is_left_carries_the_load_or_it_does_not_when_nothing_can_be_launched(zones, target, served):
    found = drilled(zone_count=zones, cpu_target=target, refuse_launches=True)

    left = 6 - 6 // zones
    assert level(found, HEALTHY) == left
    assert level(found) == served == round(min(100, 100 * left / (6 * target / 100)), 1)


def test_three_zones_hold_the_same_load_with_fewer_instances_than_two():
    three, two = (
        MultiAzService(zone_count=3, capacity=6, cpu_target=66),
        MultiAzService(zone_count=2, capacity=8, cpu_target=50),
    )

    assert (three.needed, two.needed) == (4, 4)
    assert (three.left_without_a_zone, two.left_without_a_zone) == (4, 4)


# https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
# A group launches in a zone that is well what a lost one took along, and redistributes evenly when that is back.


@pytest.mark.slow
def test_a_group_replaces_elsewhere_what_a_zone_took_along_and_comes_back_evenly():
    with Sandbox() as aws:
        stack = aws.deploy(MultiAzService(cpu_target=80, zone_count=2))
        aws.clock.advance(minutes=2)
        found = zone_drill(aws, stack, "us-east-1a", minutes=60, lasting=30)
        zones = [member.place.zone for member in aws.groups.members(stack["Group"].physical_id)]

    assert min(found[HEALTHY].values) == 3
    assert level(found, HEALTHY) == 6
    assert level(found) == 100
    assert sorted(zones) == ["us-east-1a"] * 3 + ["us-east-1b"] * 3


# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
# On: "each load balancer node distributes traffic across the registered targets in all registered Availability Zones",
# so that two of six targets that do not answer spoil a third of what the two nodes left send, until checks find them.
# Off: "only across the registered targets in its Availability Zone": the other zones notice nothing.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cross_zone", "at_once", "when_checked"),
    [(True, 44.4, 66.7), pytest.param(False, 66.7, 66.7, marks=pytest.mark.long)],
)
def test_balancing_across_zones_carries_a_lost_zone_s_trouble_to_the_others_until_checks_find_it(
    cross_zone, at_once, when_checked
):
    found = (drilled() if cross_zone else drilled(cross_zone=False))[SERVED]

    lost = [value for _, value in found.points if value < 100]
    assert (lost[0], lost[-1]) == (at_once, when_checked)
    assert found.time_below(100) == timedelta(seconds=60)


@pytest.mark.long
def test_without_it_a_zone_with_fewer_instances_serves_less_of_its_share():
    """Four instances stand in three zones as two, one and one; each zone is asked for a third."""
    with Sandbox() as aws:
        for cross_zone, served in ((True, 100), (False, 83.3)):
            stack = aws.deploy(MultiAzService(capacity=4, cross_zone=cross_zone), name=f"service-{cross_zone}".lower())
            aws.clock.advance(minutes=2)
            assert readers(aws, stack, load=4)[SERVED]() == served


# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
# "Failover times are typically 60-120 seconds."
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html: "typically just a few seconds" for writes.


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_with_a_standby_the_database_is_away_for_one_to_two_minutes_and_without_one_for_the_whole_outage(seed):
    with_one, without = (
        drilled(None, seed=seed, database_standby=standby)[DATABASE].time_below(1) for standby in (True, False)
    )

    assert timedelta(seconds=60) <= with_one <= timedelta(seconds=130)
    assert without == OUTAGE


@pytest.mark.long
def test_a_cache_with_a_replica_is_away_for_seconds_and_without_one_for_the_whole_outage():
    with_one, without = (drilled(cache_standby=standby)[CACHE].time_below(1) for standby in (True, False))

    assert timedelta(0) < with_one <= timedelta(seconds=40)
    assert without == OUTAGE


# https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
# "If you have resources in multiple Availability Zones and they share one NAT gateway, and if the NAT gateway's
# Availability Zone is down, resources in the other Availability Zones lose internet access."


@pytest.mark.slow
@pytest.mark.parametrize(("nat", "cut_off"), [("one", 2), ("per_zone", 0), ("regional", 0)])
def test_a_shared_gateway_takes_the_others_way_out_along(nat, cut_off):
    with Sandbox() as aws:
        found = zone_drill(aws, aws.deploy(ThreeTierVpc(zone_count=3, nat=nat)), "us-east-1a")

    assert max(found[CUT_OFF].values) == cut_off
    assert found[CUT_OFF].extremes[0] == found[CUT_OFF].extremes[-1] == 0
    assert [line.name for line in found.lines] == [CUT_OFF, DOLLARS]


# https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
# EC2 checks see an instance that does not run or whose status checks fail; ELB checks one that does not answer.


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "healthy"), [("ELB", 6), pytest.param("EC2", 5, marks=pytest.mark.long)])
def test_an_application_that_hangs_is_replaced_by_what_it_answers_and_not_by_its_power(kind, healthy):
    with Sandbox() as aws:
        stack = aws.deploy(MultiAzService(health_check=kind))
        aws.clock.advance(minutes=5)
        hung = aws.groups.members(stack["Group"].physical_id)[0].instance_id
        aws.balancing.silence(hung)
        found = measured(aws, readers(aws, stack), minutes=60)

    assert min(found[HEALTHY].values) == 5
    assert found[HEALTHY].values[-1] == healthy


@pytest.mark.long
def test_both_kinds_of_check_see_a_lost_zone():
    assert [level(drilled(health_check=kind), HEALTHY) for kind in ("ELB", "EC2")] == [6, 6]


@pytest.mark.slow
def test_what_a_lost_zone_takes_along_is_paid_for_until_it_is_ended_and_so_is_what_replaces_it():
    found = drilled()[DOLLARS]

    begun, least, most, ended = found.extremes
    assert begun == least == ended
    assert 0.08 < most - least < 0.1  # two m7g.medium at $0.0408 with volume and metrics, next to the two they replace


@pytest.mark.long
def test_the_same_seed_gives_the_same_timeline_byte_for_byte_and_another_seed_another():
    first, other = drilled(None, seed=0), drilled(None, seed=1)
    again = drilled.__wrapped__(None, seed=0)

    assert first._repr_html_() == again._repr_html_()
    assert first.happenings == again.happenings
    assert first.happenings != other.happenings


@pytest.mark.long
def test_drills_are_compared_in_rows():
    found = outcomes({"three": drilled(), "two": drilled(zone_count=2, refuse_launches=True)})

    assert found.headings[:4] == ("", "min healthy", "min served", "not all served")
    assert found.rows[0][:4] == ("three", "4", "44.4%", "0:01:00")
    assert found.rows[1][:4] == ("two", "3", "25%", "0:55:00")


@pytest.mark.slow
def test_a_drill_leaves_no_fault_behind_though_it_ends_before_the_outage():
    with Sandbox() as aws:
        zone_drill(aws, aws.deploy(ThreeTierVpc()), "us-east-1a", minutes=10)

        assert aws.faults.active == ()
        assert aws.zones.lost == frozenset()

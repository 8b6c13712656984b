"""The exercises of the page on Spot: how long one is missing, a group in one pool, a fleet that outlives Spot."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

from patterns.analysis.cost import cost
from patterns.exercises._numbers import compared, forecast
from patterns.exercises._rights import made
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.services.autoscaling.groups.model import Member, State
from patterns.trial import Trial, nothing_open

SIZE, CAPACITY, LEFT, MEMORY_GIB, BUDGET_USD = 4, 8, 3, 8, 500.0
STEP_SECONDS, LONGEST_SECONDS = 5, 600
AHEAD_SECONDS, AFTER_SECONDS, LOOK_SECONDS = 300, 300, 15
"""A launch takes 45 seconds here: a dip lasts for several looks."""

GROUP, LAUNCHING = "AWS::AutoScaling::AutoScalingGroup", ("AWS::AutoScaling::", "AWS::EC2::")

ONE_POOL = """\
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  SubnetA:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs ""]}
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: !Select [1, !GetAZs ""]}
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {ImageId: ami-12c6146b}}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "4"
      MaxSize: "4"
      VPCZoneIdentifier: [!Ref SubnetA]
      CapacityRebalance: false
      MixedInstancesPolicy:
        LaunchTemplate:
          LaunchTemplateSpecification:
            LaunchTemplateId: !Ref Template
            Version: !GetAtt Template.LatestVersionNumber
          Overrides: [{InstanceType: m5.large}]
        InstancesDistribution:
          OnDemandPercentageAboveBaseCapacity: 0
          SpotAllocationStrategy: price-capacity-optimized
"""


def _members(trial: Trial) -> list[Member]:
    """The members of every group of the answer. Raises `Lacking` where it has no group."""
    return [member for group in made(trial, GROUP) for member in trial.aws.groups.members(group.physical_id)]


def _serving(trial: Trial) -> int:
    return sum(member.state is State.IN_SERVICE for member in _members(trial))


def _pools(trial: Trial) -> dict[str, str]:
    """The pool of each Spot Instance that is a member, by its id."""
    ids = {member.instance_id for member in _members(trial)}
    return {one.id: f"{one.pool.instance_type} in {one.pool.zone}" for one in trial.aws.spot.running if one.id in ids}


def _missing_seconds(trial: Trial) -> str:
    answered, aws = forecast(trial), trial.aws
    group = trial.deployed(ONE_POOL)["Group"].physical_id
    before = {member.instance_id for member in aws.groups.members(group)}
    waited = 0
    with aws.faults.spot_interruption(instance=min(before), ahead=0):
        while waited < LONGEST_SECONDS and not _newcomer(trial, group, before):
            aws.clock.advance(seconds=STEP_SECONDS)
            waited += STEP_SECONDS
    return compared(
        answered, waited,
        too_many="it took less until another was in service",
        too_few="it took longer until another was in service",
    )  # fmt: skip


def _newcomer(trial: Trial, group: str, before: set[str]) -> bool:
    members = trial.aws.groups.members(group)
    return any(member.instance_id not in before and member.in_service for member in members)


def _four_on_spot(trial: Trial) -> str:
    members = _members(trial)
    bought = sum(not member.is_spot for member in members)
    if bought:
        return f"{bought} of its {len(members)} instances are on demand: leave all of them on Spot"
    serving = _serving(trial)
    return "" if serving == SIZE else f"{serving} are in service, not {SIZE}: leave the size of the group as it was"


def _spread(trial: Trial) -> str:
    pools = Counter(_pools(trial).values())
    if not pools:
        return "it runs no Spot Instance"
    pool, number = pools.most_common(1)[0]
    most = SIZE // 2
    return "" if number <= most else f"{number} of its Spot Instances are {pool}, and would go together"


def _no_dip(trial: Trial) -> str:
    """One of every pool is taken, pool after pool, each with the time that the signal gives."""
    pools = _pools(trial)
    if not pools:
        return "it runs no Spot Instance"
    for pool in sorted(set(pools.values())):
        there = [one for one, of in _pools(trial).items() if of == pool]
        fewest = _fewest(trial, there[0]) if there else SIZE
        if fewest < SIZE:
            return f"only {fewest} of {SIZE} were in service when one was interrupted, {pool}"
    return ""


def _fewest(trial: Trial, instance: str) -> int:
    """The fewest that were in service from the signal until long after the end of an instance."""
    fewest = _serving(trial)
    with trial.aws.faults.spot_interruption(instance=instance, ahead=AHEAD_SECONDS):
        for _ in range((AHEAD_SECONDS + AFTER_SECONDS) // LOOK_SECONDS):
            trial.aws.clock.advance(seconds=LOOK_SECONDS)
            fewest = min(fewest, _serving(trial))
    return fewest


def _large_enough(trial: Trial) -> list[bool]:
    """For every instance that runs and has the memory that is asked for, whether it is on Spot.

    All of the account's are the answer's, whatever launched them: a group, a fleet, or the template itself.
    """
    _ = trial.stack  # deployed, if it is not yet
    ec2 = trial.aws.observer("ec2")
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    reservations = ec2.describe_instances(Filters=running)["Reservations"]
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    types = sorted({instance["InstanceType"] for instance in instances})
    told = ec2.describe_instance_types(InstanceTypes=types)["InstanceTypes"] if types else []
    large = {one["InstanceType"] for one in told if one["MemoryInfo"]["SizeInMiB"] >= MEMORY_GIB * 1024}
    return [one.get("InstanceLifecycle") == "spot" for one in instances if one["InstanceType"] in large]


def _holds(trial: Trial) -> str:
    number = len(_large_enough(trial))
    return "" if number >= CAPACITY else f"{number} are in service, not {CAPACITY}, with {MEMORY_GIB} GiB or more"


def _outlives(trial: Trial) -> str:
    if not any(_large_enough(trial)):
        return "it runs no Spot Instance: the question is about living on Spot capacity"
    aws = trial.aws
    names = [zone["ZoneName"] for zone in aws.observer("ec2").describe_availability_zones()["AvailabilityZones"]]
    with ExitStack() as lost:
        for zone in names:
            lost.enter_context(aws.faults.spot_interruption(zone=zone, ahead=0))
        aws.clock.advance(minutes=10)
        left = len(_large_enough(trial))
    return "" if left >= LEFT else f"{left} would be left if EC2 took all Spot capacity back"


def _affordable(trial: Trial) -> str:
    bill = cost(trial.resolved)
    if untold := [one.resource for one in bill.unpriced if one.type.startswith(LAUNCHING)]:
        return f"no price is known for what {untold[0]} runs: choose types that have one"
    return "" if bill.monthly_usd <= BUDGET_USD else f"it costs ${bill.monthly_usd:,.0f} a month"


EXERCISES = (
    Exercise(
        name="the_missing_seconds",
        kind=Kind.PREDICT,
        question=(
            "A group has no capacity rebalancing, and nothing drains its instances. One of its Spot Instances gets its "
            "notice. The group's health check sees a minute after its end that an instance is gone, and a launch takes "
            "45 seconds here. How many seconds after the notice is another in service?"
        ),
        conditions=(Condition("another is in service after that many seconds", _missing_seconds),),
        hints=("Without rebalancing nothing happens before the instance is gone.", "Two minutes, a minute, a launch."),
    ),
    Exercise(
        name="one_pool",
        kind=Kind.FIX,
        start=ONE_POOL,
        question=(
            "All four instances of this group come from one pool. Fix it so that no more than two of them go with any "
            "one pool, and so that an interruption that is announced five minutes before its notice leaves all four "
            "in service. It stays four instances, all of them on Spot."
        ),
        conditions=(
            Condition("four instances are in service, all of them on Spot", _four_on_spot),
            Condition("no pool holds more than two of them", _spread),
            Condition("an announced interruption leaves all in service", _no_dip),
        ),
        hints=(
            "A pool is one type in one zone, and there is another subnet.",
            "A signal reaches the group five minutes ahead. The template tells it not to act on it.",
        ),
    ),
    Exercise(
        name="without_spot",
        kind=Kind.BUILD,
        question=(
            f"Build a fleet on Spot capacity, with the recipe or by hand: {CAPACITY} instances with {MEMORY_GIB} GiB "
            f"of memory or more, for at most ${BUDGET_USD:.0f} a month with all that they need, of which {LEFT} are "
            "left if EC2 takes back all Spot capacity at once."
        ),
        conditions=(
            Condition(f"{CAPACITY} are in service, each with {MEMORY_GIB} GiB or more", _holds),
            Condition(f"{LEFT} are left without Spot", _outlives),
            Condition(f"it costs at most ${BUDGET_USD:.0f} a month", _affordable),
            Condition("no finding is open", nothing_open),
        ),
        hints=("What can EC2 not take back?", "A base is a fixed number; a share grows with the capacity."),
    ),
)

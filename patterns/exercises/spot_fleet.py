"""The exercises of the page on Spot: how long one is missing, a group in one pool, a fleet that outlives Spot."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from patterns.analysis.cost import cost
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

if TYPE_CHECKING:
    from patterns.sandbox.stacks.stack import Stack

CAPACITY, LEFT, BUDGET_USD = 8, 3, 500.0
STEP_SECONDS, LONGEST_SECONDS = 5, 1200

GROUP = "AWS::AutoScaling::AutoScalingGroup"

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


def _group(trial: Trial, stack: Stack) -> str:
    """The physical id of the answer's only group. Raises `ValueError` if it has none, or several."""
    found = [name for name in stack if stack[name].type == GROUP]
    if len(found) != 1:
        raise ValueError(f"it has {len(found)} Auto Scaling groups: keep exactly one")
    return stack[found[0]].physical_id


def _serving(trial: Trial, group: str) -> int:
    scaling = trial.aws.observer("autoscaling")
    [told] = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[group])["AutoScalingGroups"]
    return sum(instance["LifecycleState"] == "InService" for instance in told["Instances"])


def _fewest(trial: Trial, group: str) -> int:
    """The fewest that were in service over twenty minutes."""
    fewest = _serving(trial, group)
    for _ in range(LONGEST_SECONDS // STEP_SECONDS):
        trial.aws.clock.advance(seconds=STEP_SECONDS)
        fewest = min(fewest, _serving(trial, group))
    return fewest


def _spot(trial: Trial, group: str) -> list[tuple[str, str]]:
    """Id and pool of each Spot Instance of a group. Raises `ValueError` where there is none."""
    ids = {member.instance_id for member in trial.aws.groups.members(group)}
    found = [(instance.id, str(instance.pool)) for instance in trial.aws.spot.running if instance.id in ids]
    if not found:
        raise ValueError("it runs no Spot Instance any more")
    return found


def _missing_seconds(trial: Trial) -> str:
    if isinstance(trial.answer, bool) or not isinstance(trial.answer, int | float):
        return "give a number of seconds"
    group = _group(trial, trial.deployed(ONE_POOL))
    with trial.aws.faults.spot_interruption(instance=_spot(trial, group)[0][0], ahead=0):
        before = {member.instance_id for member in trial.aws.groups.members(group)}
        waited = 0
        while waited < LONGEST_SECONDS and not _newcomer(trial, group, before):
            trial.aws.clock.advance(seconds=STEP_SECONDS)
            waited += STEP_SECONDS
    if trial.answer == waited:
        return ""
    return f"it took {'longer' if trial.answer < waited else 'less'} until another was in service"


def _newcomer(trial: Trial, group: str, before: set[str]) -> bool:
    members = trial.aws.groups.members(group)
    return any(member.instance_id not in before and member.in_service for member in members)


def _spread(trial: Trial) -> str:
    pools = Counter(pool for _, pool in _spot(trial, _group(trial, trial.stack)))
    pool, number = pools.most_common(1)[0]
    total = pools.total()
    return "" if 2 * number <= total else f"{number} of its {total} Spot Instances are {pool}, and would go together"


def _no_dip(trial: Trial) -> str:
    group = _group(trial, trial.stack)
    wanted = _serving(trial, group)
    with trial.aws.faults.spot_interruption(instance=_spot(trial, group)[0][0]):
        fewest = _fewest(trial, group)
    return "" if fewest >= wanted else f"only {fewest} of {wanted} were in service when one was interrupted"


def _holds(trial: Trial) -> str:
    number = _serving(trial, _group(trial, trial.stack))
    return "" if number >= CAPACITY else f"{number} are in service, not {CAPACITY}"


def _outlives(trial: Trial) -> str:
    group = _group(trial, trial.stack)
    _spot(trial, group)
    with trial.aws.faults.spot_interruption(group=group, ahead=0):
        trial.aws.clock.advance(seconds=1)
        ids = {member.instance_id for member in trial.aws.groups.members(group) if not member.is_spot}
    return "" if len(ids) >= LEFT else f"{len(ids)} would be left if EC2 took all Spot capacity back"


def _affordable(trial: Trial) -> str:
    bill = cost(trial.answer).monthly_usd
    return "" if bill <= BUDGET_USD else f"it costs ${bill:,.0f} a month"


EXERCISES = (
    Exercise(
        name="the_missing_seconds",
        kind=Kind.PREDICT,
        question=(
            "A group has no capacity rebalancing, and nothing drains its instances. One of its Spot Instances gets its "
            "notice. The group's health check sees within a minute that an instance is gone, and a launch takes 45 "
            "seconds here. How many seconds after the notice is another in service?"
        ),
        conditions=(Condition("another is in service after that many seconds", _missing_seconds),),
        hints=("Without rebalancing nothing happens before the instance is gone.", "Two minutes, a minute, a launch."),
    ),
    Exercise(
        name="one_pool",
        kind=Kind.FIX,
        start=ONE_POOL,
        question=(
            "All four instances of this group come from one pool. Fix it so that no more than half of them go with any "
            "one pool, and so that an interruption that is announced leaves all four in service. It must stay on Spot."
        ),
        conditions=(
            Condition("no pool holds more than half of its Spot Instances", _spread),
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
            f"Build a SpotFleet of {CAPACITY} instances for at most ${BUDGET_USD:.0f} a month, of which {LEFT} are "
            "left if EC2 takes back all Spot capacity at once."
        ),
        conditions=(
            Condition(f"{CAPACITY} are in service", _holds),
            Condition(f"{LEFT} are left without Spot", _outlives),
            Condition(f"it costs at most ${BUDGET_USD:.0f} a month", _affordable),
            Condition("no finding is open", nothing_open),
        ),
        hints=("What can EC2 not take back?", "A base is a fixed number; a share grows with the capacity."),
    ),
)

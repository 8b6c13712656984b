"""The form of what is known of a resource type: one frozen record, and the small values that stand in it.

Not here: what is known (the modules named like services), or what is made of it (pictures, bills, comparisons).
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from patterns.knowledge._facts import Fact


class Family(StrEnum):
    """AWS's families of services: each has a colour in AWS's own diagrams."""

    STORAGE = "storage"
    SECURITY = "security"
    COMPUTE = "compute"
    DATABASE = "database"
    INTEGRATION = "integration"
    NETWORK = "network"
    ANALYTICS = "analytics"
    OTHER = "other"


@dataclass(frozen=True)
class Service:
    """A service as CloudFormation names it, `S3` in `AWS::S3::Bucket`, and the family of its types.

    What is `of_the_account` belongs to the account, not to a Region.
    """

    name: str
    family: Family
    of_the_account: bool = False


BELONGS_TO = ""
"""The meaning of a reference that only says what a resource belongs to."""


@dataclass(frozen=True)
class Nothing:
    """Says that deleting a resource loses nothing which its template could not bring back, and why."""

    reason: str


DECLARED = Nothing("all there is to it stands in its template")


@dataclass(frozen=True)
class Acknowledged:
    """A stack with this type has to be acknowledged, since it changes who may do what.

    It takes CAPABILITY_NAMED_IAM where the property `named_by` chooses a name, which an account has only once.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
    """

    named_by: str | None = None


@dataclass(frozen=True)
class FinalSnapshot:
    """A policy of Snapshot is for this type; `by_default`, where it holds unless the template says otherwise.

    It is no default for a resource with the property `unless`.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    """

    by_default: bool = False
    unless: str = ""


@dataclass(frozen=True)
class OneZone:
    """Stands in one zone, and stops with it; `what` is its name in a sentence."""

    what: str


@dataclass(frozen=True)
class SeveralZones:
    """Has members in several zones, `what` they are, and keeps those in the others."""

    what: str
    source: str


@dataclass(frozen=True)
class Standby:
    """Fails over to another zone if every one of `switches` is on.

    `alone` says why it stops otherwise, with {off} for the switch that is not on and {stands} for where it may be.
    A resource with the property `member_of` is a member of a group that tells instead.
    """

    switches: tuple[str, ...]
    takes_over: str
    alone: str
    source: str
    member_of: str = ""


@dataclass(frozen=True)
class Members:
    """Fails over to another of its members, if it has a second one: `takes_over` has {count} for how many.

    Its members are the resources whose `Standby.member_of` names it. `alone` as with `Standby`.
    """

    takes_over: str
    alone: str
    source: str


Zones = OneZone | SeveralZones | Standby | Members


@dataclass(frozen=True)
class PolicyHolder:
    """A principal with `Policies` of its own; `kind` is what IAM calls it."""

    kind: str


@dataclass(frozen=True)
class AttachedPolicy:
    """A `PolicyDocument` that is attached to what these properties name."""

    to: tuple[str, ...]


@dataclass(frozen=True)
class ResourcePolicy:
    """A resource's policy: the property with its document, and the one that names what it is on.

    `on` is empty where a resource carries its own policy.
    """

    document: str
    on: str = ""


@dataclass(frozen=True)
class Framing:
    """How a resource frames what stands inside it: its colour, and the property that stands in its label."""

    colour: str
    label: str


Policy = PolicyHolder | AttachedPolicy | ResourcePolicy


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a resource type without running it."""

    noun: str
    """The word for it in a sentence."""
    family: Family
    references: Mapping[str, str | None] = field(default_factory=dict)
    """Pattern of the property path that holds a reference -> what it means; None draws nothing."""
    part_of: tuple[str, ...] = ()
    """Properties whose reference leads to the resource it is drawn as a part of: the first that does."""
    held_by: tuple[str, ...] = ()
    """Properties by which the one resource that it is drawn as a part of refers to it."""
    stands_in: tuple[str, ...] = ()
    """Properties whose reference leads to the frame it stands in; what a part says, its owner says."""
    frames: Framing | None = None
    """How it frames what stands in it; None for what is drawn as a node."""
    zone: str = ""
    """The property that names the zone it lies in: a frame between it and its network."""
    facts: tuple[Fact, ...] = ()
    """What is worth a line about one, from its properties."""
    lost: str | Nothing | None = None
    """What deleting one loses; None where nobody has looked."""
    snapshot: FinalSnapshot | None = None
    fixed: tuple[str, ...] = ()
    """Properties whose change makes the update fail, whatever the policies say."""
    moving: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Attribute -> the properties with which it moves on although the resource stays."""
    zones: Zones | None = None
    """What becomes of it when its zone is lost; None for what stands in a Region as a whole, or is not modelled."""
    stands_for_subnets: bool = False
    """It only groups the subnets that it names: what refers to it stands in one of those."""
    lost_alone: str = ""
    """What it is called where it may be lost by itself, beside a zone; empty where nobody asks about that."""
    asks: bool = False
    """It runs, and asks what it names: a database by its address, a secret by its ARN."""
    gives_up_to: tuple[str, ...] = ()
    """Properties that name a queue for what it could not process."""
    policy: Policy | None = None
    acknowledged: Acknowledged | None = None
    """None for a type that CloudFormation makes without being told twice."""
    free: str | None = None
    """AWS charges nothing for it: the page of what its service does charge for.

    What it leads to may cost elsewhere: a launch template its instances, a route the gateway it goes through.
    """

    def meaning(self, path: tuple[str | int, ...]) -> str | None:
        """What a reference at this path of a type's properties means; None for what is not worth a line."""
        dotted = ".".join(map(str, path))
        matching = (word for pattern, word in self.references.items() if fnmatch.fnmatchcase(dotted, pattern))
        return next(matching, "uses")

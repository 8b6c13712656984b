"""The frames of a picture: account, region, network, zone and subnet, and which resource stands in which.

Data first: a type that frames others is a row of `FRAMED`, one that stands inside such a frame a row of `INSIDE`.
Not here: how a frame is drawn (`diagram`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from patterns.analysis.symbols import service
from patterns.template.graph import Edge, edges
from patterns.template.resolve import ACCOUNT_ID, Resolved, Resource
from patterns.template.values import spoken

GLOBAL_SERVICES = ("IAM", "CloudFront", "Route53", "Budgets", "Organizations")
"""Services whose resources belong to the account, not to a region."""


@dataclass(frozen=True)
class Framed:
    """How a resource of a type frames what stands inside it: the word for it, its colour, and the fact in its label."""

    word: str
    colour: str
    fact: str


FRAMED = {
    "AWS::EC2::VPC": Framed("VPC", "#8C4FFF", "CidrBlock"),
    "AWS::EC2::Subnet": Framed("subnet", "#2563A8", "CidrBlock"),
}
INSIDE = {
    "AWS::EC2::Subnet": ("VpcId",),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::SecurityGroup": ("VpcId",),
    "AWS::EC2::NatGateway": ("SubnetId",),
    "AWS::EC2::Instance": ("SubnetId",),
}
"""Type -> the properties whose reference leads to the frame it stands in, the narrowest first."""

ZONE = {"AWS::EC2::Subnet": "AvailabilityZone"}
"""Type -> the property that names the zone a resource lies in: a frame between it and its network."""


@dataclass(frozen=True)
class Frame:
    """A box around resources and other boxes. `resource` is the logical id of the one it stands for, if it does.

    `colour` is empty for a quiet frame; a `dashed` one is a place and not a thing.
    """

    id: str
    label: str
    colour: str = ""
    dashed: bool = False
    resource: str = ""
    nodes: tuple[str, ...] = ()
    inner: tuple[Frame, ...] = ()

    def members(self) -> tuple[str, ...]:
        """Every resource drawn inside, those of inner frames included; a frame's own resource is not."""
        return (*self.nodes, *(member for frame in self.inner for member in frame.members()))


def frames(resolved: Resolved) -> Frame:
    """The frame of the account, with everything of the template inside: each resource once, as a node or as a frame."""
    parents = _parents(resolved)
    inside = [one for name, one in resolved.resources.items() if name not in parents]
    regional = [one for one in inside if service(one.type) not in GLOBAL_SERVICES]
    region = _filled(Frame("region", f"Region {resolved.region}", dashed=True), regional, resolved, parents)
    account = Frame("account", f"Account {ACCOUNT_ID}")
    account = _filled(account, [one for one in inside if one not in regional], resolved, parents)
    return replace(account, inner=(*account.inner, *([region] if regional else [])))


def _parents(resolved: Resolved) -> dict[str, str]:
    """Logical id -> the logical id of the resource that frames it."""
    found: dict[str, str] = {}
    for edge in edges(resolved):
        if edge.source not in found and _leads_to_frame(resolved, edge):
            found[edge.source] = edge.target
    return found


def _leads_to_frame(resolved: Resolved, edge: Edge) -> bool:
    source, target = resolved.resources[edge.source], resolved.resources[edge.target]
    return bool(edge.path) and edge.path[0] in INSIDE.get(source.type, ()) and target.type in FRAMED


def _filled(frame: Frame, inside: Iterable[Resource], resolved: Resolved, parents: dict[str, str]) -> Frame:
    """The frame with these resources in it: as nodes, or as frames where others stand inside them."""
    nodes: list[str] = []
    inner: list[Frame] = []
    zones: dict[str, list[Frame]] = {}
    for resource in inside:
        members = [resolved.resources[name] for name, parent in parents.items() if parent == resource.logical_id]
        if not members:
            nodes.append(resource.logical_id)
            continue
        own = _filled(_frame_of(resource), members, resolved, parents)
        zone = resource.properties.get(ZONE.get(resource.type, ""))
        zones.setdefault(spoken(zone), []).append(own) if zone is not None else inner.append(own)
    boxes = [Frame(f"{frame.id}-{zone}", zone, dashed=True, inner=tuple(own)) for zone, own in zones.items()]
    return replace(frame, nodes=tuple(nodes), inner=(*inner, *boxes))


def _frame_of(resource: Resource) -> Frame:
    look = FRAMED[resource.type]
    fact = resource.properties.get(look.fact)
    label = f"{resource.logical_id}, {look.word}" + (f" {spoken(fact)}" if fact is not None else "")
    return Frame(resource.logical_id, label, look.colour, resource=resource.logical_id)

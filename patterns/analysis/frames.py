"""The frames of a picture: account, region, network, zone and subnet, and which resource stands in which.

Data first: a type that frames others is a row of `FRAMED`; which of these a type stands in is known of it: `knowledge`.
Not here: how a frame is drawn (`diagram`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from patterns.analysis.folding import node_of
from patterns.analysis.parts import parts
from patterns.knowledge import about, service_name
from patterns.template.graph import Edge, edges
from patterns.template.resolve import ACCOUNT_ID, Resolved, Resource
from patterns.template.values import spoken

GLOBAL_SERVICES = ("IAM", "CloudFront", "Route53", "Budgets", "Organizations")
"""Services whose resources belong to the account, not to a region."""


@dataclass(frozen=True)
class Framed:
    """How a resource of a type frames what stands inside it: its colour, and the fact in its label."""

    colour: str
    fact: str


FRAMED = {
    "AWS::EC2::VPC": Framed("#8C4FFF", "CidrBlock"),
    "AWS::EC2::Subnet": Framed("#2563A8", "CidrBlock"),
}

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
    zone: bool = False
    resource: str = ""
    nodes: tuple[str, ...] = ()
    inner: tuple[Frame, ...] = ()

    def frames(self) -> Iterator[Frame]:
        """This frame and every one inside it."""
        yield self
        for frame in self.inner:
            yield from frame.frames()

    def members(self) -> tuple[str, ...]:
        """Every resource drawn inside, those of inner frames included; a frame's own resource is not."""
        return (*self.nodes, *(member for frame in self.inner for member in frame.members()))


def frames(resolved: Resolved, boxes: Mapping[str, str]) -> Frame:
    """The frame of the account, with everything of the template inside: each resource once, as a node or as a frame.

    Those of `boxes`, logical id -> the box it is drawn in, are not there themselves: their boxes are.
    """
    parents = {name: parent for name, parent in _parents(resolved).items() if not {name, parent} & boxes.keys()}
    hidden = {*parents, *parts(resolved), *boxes}
    inside = [one for name, one in resolved.resources.items() if name not in hidden]
    regional = [one for one in inside if service_name(one.type) not in GLOBAL_SERVICES]
    drawn_in = tuple(node_of(box) for box in dict.fromkeys(boxes.values()))
    region = Frame("region", f"Region {resolved.region}", dashed=True, nodes=drawn_in)
    region = _filled(region, regional, resolved, parents)
    account = Frame("account", f"Account {ACCOUNT_ID}")
    account = _filled(account, [one for one in inside if one not in regional], resolved, parents)
    return replace(account, inner=(*account.inner, *([region] if regional or boxes else [])))


def _parents(resolved: Resolved) -> dict[str, str]:
    """Logical id -> the logical id of the resource that frames it."""
    found: dict[str, str] = {}
    owners = parts(resolved)
    for edge in edges(resolved):
        if not _leads_to_frame(resolved, edge):
            continue
        framed = owners.get(edge.source, edge.source)
        if framed != edge.target:
            found.setdefault(framed, edge.target)
    return found


def _leads_to_frame(resolved: Resolved, edge: Edge) -> bool:
    source, target = resolved.resources[edge.source], resolved.resources[edge.target]
    return bool(edge.path) and edge.path[0] in about(source.type).stands_in and target.type in FRAMED


def _filled(frame: Frame, inside: Iterable[Resource], resolved: Resolved, parents: dict[str, str]) -> Frame:
    """The frame with these resources in it: as nodes, or as frames where others stand inside them."""
    zones: dict[str, Frame] = {}
    for resource in inside:
        zone = resource.properties.get(ZONE.get(resource.type, ""))
        if zone is None:
            frame = _with(frame, resource, resolved, parents)
        else:
            name = spoken(zone)
            box = zones.get(name, Frame(f"{frame.id}-{name}", name, dashed=True, zone=True))
            zones[name] = _with(box, resource, resolved, parents)
    return replace(frame, inner=(*frame.inner, *zones.values()))


def _with(frame: Frame, resource: Resource, resolved: Resolved, parents: dict[str, str]) -> Frame:
    """The frame with one more resource in it: as a node, or as a frame where others stand inside it."""
    members = [resolved.resources[name] for name, parent in parents.items() if parent == resource.logical_id]
    if not members:
        return replace(frame, nodes=(*frame.nodes, resource.logical_id))
    return replace(frame, inner=(*frame.inner, _filled(_frame_of(resource), members, resolved, parents)))


def _frame_of(resource: Resource) -> Frame:
    look = FRAMED[resource.type]
    fact = resource.properties.get(look.fact)
    label = resource.logical_id + (f" {spoken(fact)}" if fact is not None else "")
    return Frame(resource.logical_id, label, look.colour, resource=resource.logical_id)

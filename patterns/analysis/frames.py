"""The frames of a picture: account, region, network, zone and subnet, and which resource stands in which.

Which types frame others, and which of these a type stands in, is known of it: `knowledge`. Not here: how a frame is
drawn (`diagram`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from patterns.analysis.folding import node_of
from patterns.analysis.parts import parts
from patterns.knowledge import Framing, about, is_of_the_account
from patterns.template.graph import Edge, edges
from patterns.template.resolve import ACCOUNT_ID, Resolved, Resource
from patterns.template.values import spoken


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
    regional = [one for one in inside if not is_of_the_account(one.type)]
    drawn_in = tuple(node_of(box) for box in dict.fromkeys(boxes.values()))
    region = Frame("region", f"Region {resolved.region}", dashed=True, nodes=drawn_in)
    region = _filled(region, regional, resolved, parents)
    account = Frame("account", f"Account {ACCOUNT_ID}")
    account = _filled(account, [one for one in inside if one not in regional], resolved, parents)
    return replace(account, inner=(*account.inner, *([region] if regional or boxes else [])))


def _parents(resolved: Resolved) -> dict[str, str]:
    """Logical id -> the logical id of the resource that frames it."""
    parents: dict[str, str] = {}
    owners = parts(resolved)
    for edge in edges(resolved):
        if not _leads_to_frame(resolved, edge):
            continue
        framed = owners.get(edge.source, edge.source)
        if framed != edge.target:
            parents.setdefault(framed, edge.target)
    for name, there in resolved.document.elsewhere.items():
        if name in resolved.resources.keys() - owners.keys() and not is_of_the_account(resolved.resources[name].type):
            parents.setdefault(name, there.stack)
    return parents


def _leads_to_frame(resolved: Resolved, edge: Edge) -> bool:
    source, target = resolved.resources[edge.source], resolved.resources[edge.target]
    return bool(edge.path) and edge.path[0] in about(source.type).stands_in and about(target.type).frames is not None


def _filled(frame: Frame, inside: Iterable[Resource], resolved: Resolved, parents: dict[str, str]) -> Frame:
    """The frame with these resources in it: as nodes, or as frames where others stand inside them."""
    zones: dict[str, Frame] = {}
    for resource in inside:
        zone = resource.properties.get(about(resource.type).zone)
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
    framing = about(resource.type).frames
    if framing is None or not members:
        return replace(frame, nodes=(*frame.nodes, resource.logical_id))
    return replace(frame, inner=(*frame.inner, _filled(_frame_of(resource, framing), members, resolved, parents)))


def _frame_of(resource: Resource, framing: Framing) -> Frame:
    fact = resource.properties.get(framing.label)
    label = resource.logical_id + (f" {spoken(fact)}" if fact is not None else "")
    return Frame(resource.logical_id, label, framing.colour, resource=resource.logical_id)

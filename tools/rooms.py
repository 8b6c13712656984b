"""The rooms of the sandbox: who may import whom, and what today's imports say. Not the folders around it.

The table is the rule; `tests/test_rooms.py` holds the code against it, and docs/architecture.md draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.imports import imported

SANDBOX = "patterns.sandbox"
SERVICES, SERVICE, PATCHES = "services", "services/x", "services/x/patches"
"""Discovery (`services/__init__.py`), one service, and the modules of it that touch moto."""


@dataclass(frozen=True)
class Room:
    """What a room is for, and which rooms of the sandbox it may import."""

    purpose: str
    may: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    """Single modules outside those rooms, which it may import as well."""
    touches_moto: bool = False


ROOMS: Mapping[str, Room] = {
    "core": Room("account, clock, chance, timeline, errors"),
    SERVICES: Room("finds what a service has", ("core",)),
    "simulator": Room("moto as a whole", ("core", SERVICES), touches_moto=True),
    "gateway": Room("the way of every call", ("core", "simulator")),
    "fence": Room("nothing leaves the process", ("core", "simulator", "gateway")),
    "clients": Room("boto3 clients of an account", ("core", "simulator", "gateway", "fence")),
    "preload": Room("loads ahead of the reader", ("core", "simulator", "gateway", "fence")),
    "permissions": Room("what a call asks of IAM", ("core", SERVICES)),
    "provider": Room("how a type is described", ("core", SERVICES)),
    "stacks": Room("the CloudFormation engine", ("core", "provider")),
    "delivery": Room("one service hands to another", ("core", "gateway", SERVICES)),
    PATCHES: Room("moto, corrected", ("core", "simulator"), touches_moto=True),
    SERVICE: Room(
        "one AWS service", ("core", "gateway", "fence", "permissions", "provider", "delivery", "simulator", SERVICES)
    ),
    "authorisation": Room(
        "decides about calls",
        ("core", "simulator", "gateway", "fence", "permissions", "delivery", SERVICES),
        only=("services.iam.patches.identities",),
    ),
    "faults": Room(
        "what goes wrong on purpose",
        ("core", "simulator", "gateway", "permissions"),
        only=("services.aws_lambda.faults", "services.ec2.spot.faults"),
    ),
    "existing": Room("what an account is said to have", ("core",), only=("services.ec2.existing_images",)),
    "endpoint": Room(
        "the account on a port",
        ("core", "simulator", "gateway", "fence", "preload"),
        only=("services.iam.patches.identities",),
    ),
    "apart": Room("an account beside the live one", ("core", "account", "clients", "preload")),
    "regions": Room("an account in one region", ("core", "gateway", "clients", SERVICES)),
    "account": Room(
        "the account itself",
        (
            "core", "simulator", "gateway", "fence", "clients", "preload", "regions", "permissions", "provider",
            "stacks", "delivery", "authorisation", "endpoint", "existing", "faults", SERVICES, SERVICE,
            PATCHES,
        ),
    ),
}  # fmt: skip

PAIRS = frozenset(
    {
        ("apigateway", "apigatewayv2"), ("apigateway", "cloudwatch"), ("apigatewayv2", "cloudwatch"),
        ("autoscaling", "cloudwatch"), ("autoscaling", "ec2"), ("autoscaling", "elbv2"), ("aws_lambda", "cloudwatch"),
        ("aws_lambda", "dynamodb"), ("aws_lambda", "events"), ("aws_lambda", "iam"), ("aws_lambda", "kinesis"),
        ("aws_lambda", "sqs"),
        ("ec2", "events"),
        ("elbv2", "cloudwatch"), ("logs", "cloudwatch"), ("s3", "events"), ("s3", "iam"),
        ("secretsmanager", "aws_lambda"), ("sns", "events"), ("sqs", "cloudwatch"), ("ssm", "ec2"),
        ("stepfunctions", "cloudwatch"), ("stepfunctions", "iam"),
        ("sts", "iam"),
    }
)  # fmt: skip
"""Services of which the first may import the second; a service that is not here imports none."""

OF_THE_ENGINE = frozenset({"cloudformation"})
"""Services that are the stack engine's own API, and import its room."""

TYPES_UPWARDS = frozenset({("core", "gateway"), ("permissions", "gateway")})
"""Rooms of which the first may name types of the second, where only a type checker looks."""

NEVER = {"core": ("moto", "boto3", "botocore")}
"""What of the world a room never imports, beside moto."""

STANDALONE = "services/aws_lambda/runtime/inside/"
"""What runs in a process of its own, with nothing of the project."""


@dataclass(frozen=True)
class Import:
    """One import: the module it stands in, as a path below the sandbox; the name it asks for; and whether for types."""

    place: str
    name: str
    for_types: bool

    def __str__(self) -> str:
        return f"{self.place} imports {self.name}"


def imports(sandbox: Path) -> Iterator[Import]:
    """Every import of the modules below a folder, the late ones among them; `from a import b` as `a.b`."""
    for path in sorted(sandbox.rglob("*.py")):
        place = path.relative_to(sandbox).as_posix()
        if not place.startswith(STANDALONE):
            package = ".".join([SANDBOX, *Path(place).parent.parts])
            names = imported(path.read_text(encoding="utf-8"), package=package)
            yield from (Import(place, name, for_types) for name, for_types in names)


def room(parts: tuple[str, ...]) -> str:
    """The room of a module by the parts of its name below the sandbox: `("services", "sqs", "patches", "counts")`."""
    if parts[0] != SERVICES:
        return parts[0]
    if len(parts) == 1:
        return SERVICES
    return PATCHES if len(parts) > 2 and parts[2] == "patches" else SERVICE


def violations(sandbox: Path) -> list[str]:
    """One line for each import that breaks the table: the module, and the name it imports."""
    modules = set(_modules(sandbox))
    return [str(each) for each in imports(sandbox) if not _is_allowed(each, modules)]


def rooms_in(sandbox: Path) -> set[str]:
    """The rooms that there are: folders and modules right below the sandbox."""
    return {module[0] for module in _modules(sandbox) if module}


def circles(sandbox: Path, *, with_types: bool) -> list[list[str]]:
    """The sets of modules that import one another in a circle, largest first."""
    modules = set(_modules(sandbox))
    graph: dict[str, set[str]] = {".".join(module): set() for module in modules}
    for each in imports(sandbox):
        target = _target(each.name, modules)
        if target is not None and (with_types or not each.for_types):
            graph[".".join(_own(each.place))].add(".".join(target))
    reach = {name: _reached(name, graph) for name in graph}
    found = {frozenset(other for other in reach[name] if name in reach[other]) for name in graph if name in reach[name]}
    return sorted((sorted(circle) for circle in found if len(circle) > 1), key=len, reverse=True)


def _reached(start: str, graph: Mapping[str, Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [name for name in graph[start] if name != start]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += graph[name]
    return seen


def _modules(sandbox: Path) -> Iterator[tuple[str, ...]]:
    for path in sandbox.rglob("*.py"):
        yield _own(path.relative_to(sandbox).as_posix())


def _own(place: str) -> tuple[str, ...]:
    parts = Path(place).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _target(name: str, modules: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The module of the sandbox that a dotted name lies in; None for anything else."""
    if not name.startswith(f"{SANDBOX}."):
        return None
    parts = tuple(name.removeprefix(f"{SANDBOX}.").split("."))
    return next((found for found in (parts, parts[:-1]) if found and found in modules), parts)


def _is_allowed(each: Import, modules: Iterable[tuple[str, ...]]) -> bool:
    own = _own(each.place)
    if not own:
        return True  # the sandbox's own docstring
    here, target = room(own), _target(each.name, modules)
    if target is None:
        first = each.name.partition(".")[0]
        may_touch = ROOMS[here].touches_moto if here in ROOMS else False
        return first not in NEVER.get(here, ()) and (first != "moto" or may_touch)
    there = room(target)
    if own[:2] == target[:2] and there in (SERVICE, PATCHES):
        return True
    if here not in ROOMS:
        return False
    if here == there and here not in (SERVICE, PATCHES):
        return True
    if here in (SERVICE, PATCHES) and there in (SERVICE, PATCHES):
        return (own[1], target[1]) in PAIRS
    if there == "stacks" and here == SERVICE and own[1] in OF_THE_ENGINE:
        return True
    named = any(f"{each.name}.".startswith(f"{SANDBOX}.{only}.") for only in ROOMS[here].only)
    allowed = named or there in ROOMS[here].may
    return allowed or (each.for_types and (here, there) in TYPES_UPWARDS)

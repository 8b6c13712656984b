"""What exercises about networks ask: where packets get to, from whom, in which order. Not an exercise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy

from patterns.network.addresses import internet, united
from patterns.network.endpoints import INTERNET
from patterns.network.reachability import Reachability, Subnet, reachability
from patterns.network.routes import INTERNET_GATEWAY, NAT_GATEWAY, steered
from patterns.sandbox.core.errors import SandboxError
from patterns.template.graph import dependencies
from patterns.trial import Trial

ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
WAYS_OUT = (INTERNET_GATEWAY, NAT_GATEWAY)


def network(trial: Trial) -> Reachability:
    """Who reaches whom in the deployed answer, worked out once for all its conditions. Raises what deploying raises."""
    return trial.once(_worked_out)


def _worked_out(trial: Trial) -> Reachability:
    return reachability(trial.stack)


def called(found: Reachability, name: str) -> str:
    """By what the internet can start a conversation with a party or subnet; nothing where it cannot."""
    opening = found.openness(INTERNET, name)
    return (
        ""
        if opening.text == "no"
        else f"the internet reaches {name} by {opening.text}: {opening.answer.decision.words}"
    )


def calls(found: Reachability, name: str) -> str:
    """By what a party or subnet can start a conversation with the internet; nothing where it cannot."""
    opening = found.openness(name, INTERNET)
    return (
        ""
        if opening.text == "no"
        else f"{name} reaches the internet by {opening.text}: {opening.answer.decision.words}"
    )


def whole_internet(subnet: Subnet, *kinds: str) -> str:
    """Nothing where active routes through such gateways lead to every public IPv4 address, else what is missing."""
    everybody = internet(4)
    led = [part for route, part in steered(subnet.routes, everybody) if route.state == "active" and route.kind in kinds]
    missing = everybody - united(led, 4) if led else everybody
    if not missing:
        return ""
    ways, needed = ", ".join(str(route) for route in subnet.routes), " or ".join(kinds)
    return (
        f"the table of {subnet.logical_id} leads to {ways}, and not to the whole internet: it needs 0.0.0.0/0 "
        f"to {needed}"
    )


def attached_last(trial: Trial) -> str:
    """Nothing where the answer also deploys with its gateways attached as late as can be; its stack is gone then.

    What nothing connects, CloudFormation makes in any order:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
    """
    trial.stack.delete()
    body, needs = deepcopy(trial.document.body), dependencies(trial.resolved)
    late = {name for name, resource in trial.resolved.resources.items() if resource.type == ATTACHMENT}
    rest = [name for name in needs if not _needing(needs, name) & late]
    for name in late:
        body["Resources"][name]["DependsOn"] = rest
    try:
        trial.deployed(body, trial.parameters)
    except SandboxError as error:
        return f"with its gateway attached last it fails: {error}; say what has to wait for that with DependsOn"
    return ""


def _needing(needs: Mapping[str, Iterable[str]], name: str) -> set[str]:
    """A resource, and everything that it needs, directly or by way of others."""
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += needs.get(one, ())
    return found

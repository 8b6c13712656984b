"""What exercises about machines ask: which there are, and whether a session gets in. Not an exercise."""

from __future__ import annotations

from typing import Any

from patterns.exercises._packets import network
from patterns.exercises._people import trusted_services
from patterns.exercises._rights import ACCOUNT, may
from patterns.network.endpoints import INTERNET
from patterns.network.reachability import Reachability
from patterns.trial import Lacking, Trial

INSTANCE, GROUP = "AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup"
EC2, KEY_PAIR = "ec2.amazonaws.com", "my-key"
AGENT_ACTIONS = (
    "ssm:UpdateInstanceInformation",
    *(f"ssmmessages:{verb}{channel}" for verb in ("Create", "Open") for channel in ("ControlChannel", "DataChannel")),
)
"""What the agent asks for: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html"""
AGENT_SERVICES = ("ssm", "ssmmessages")
"""Where it asks: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html"""


def machines(trial: Trial) -> list[str]:
    """The logical ids of every instance and Auto Scaling group of the answer. Raises `Lacking` where it has neither."""
    names = [name for name in trial.resolved.resources if trial.resolved.resources[name].type in (INSTANCE, GROUP)]
    if not names:
        raise Lacking(f"it has no {INSTANCE}: add one")
    return names


def packets(trial: Trial) -> Reachability:
    """Who reaches whom, with the tutorial's key pair in the account. Raises what deploying raises."""
    _with_key(trial)
    return network(trial)


def _with_key(trial: Trial) -> None:
    """Have the tutorial's key pair, as its reader has: EC2 launches nothing with one that is not there."""
    trial.once(_key_made)


def _key_made(trial: Trial) -> bool:
    trial.aws.administrator("ec2").create_key_pair(KeyName=KEY_PAIR)
    return True


def described(trial: Trial) -> list[tuple[str, dict[str, Any]]]:
    """Every instance: its logical id, or its group's, and what EC2 says of it. Raises what deploying raises."""
    _with_key(trial)
    ec2, told = trial.aws.administrator("ec2"), list[tuple[str, dict[str, Any]]]()
    for machine in machines(trial):
        made = trial.stack[machine]
        ids = trial.aws.groups.instance_ids(made.physical_id) if made.type == GROUP else [made.physical_id]
        reservations = ec2.describe_instances(InstanceIds=ids)["Reservations"] if ids else []
        told += [(machine, instance) for reservation in reservations for instance in reservation["Instances"]]
    if not told:
        raise Lacking("it runs no instance: let its group have one")
    return told


def rights_missing(trial: Trial, machine: str, instance: dict[str, Any]) -> str:
    """What keeps the agent on an instance from asking Systems Manager for work; nothing where it may."""
    profile = instance.get("IamInstanceProfile")
    if not profile:
        return f"{machine} has no role: give it an instance profile with one"
    if instance["MetadataOptions"].get("HttpEndpoint") == "disabled":
        return f"the metadata service of {machine} is off, so that no program on it gets its role's credentials"
    iam = trial.aws.administrator("iam")
    instance_profile = iam.get_instance_profile(InstanceProfileName=profile["Arn"].rpartition("/")[2])[
        "InstanceProfile"
    ]
    if not instance_profile["Roles"]:
        return f"the instance profile of {machine} has no role"
    role = instance_profile["Roles"][0]["Arn"]
    if not trusted_services(trial, role, [EC2]):
        return f"EC2 cannot assume the role of {machine}: its trust policy must let {EC2}"
    arn = f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/{instance['InstanceId']}"
    refused = [name for name in AGENT_ACTIONS if not may(trial, role, name, arn if name.startswith("ssm:") else "*")]
    return f"the role of {machine} may not {refused[0]}, which the agent needs: allow it" if refused else ""


def way_missing(trial: Trial, machine: str) -> str:
    """What keeps packets of a machine from reaching Systems Manager; nothing where they do."""
    layout = network(trial)
    if layout.between(machine, INTERNET, "tcp", 443).reachable:
        return ""
    services = {name: party.service for name, party in layout.parties.items() if party.service}
    for service in AGENT_SERVICES:
        ways = [name for name, led in services.items() if led.rpartition(".")[2] == service]
        if not any(layout.between(machine, way, "tcp", 443).reachable for way in ways):
            return f"{machine} reaches neither the internet nor an endpoint of {service}: it needs one of the two"
    return ""

"""What launch templates start, and which tags it carries. Not an exercise."""

from __future__ import annotations

from typing import Any

from patterns.exercises._rights import made
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import TemplateError
from patterns.trial import Lacking, Trial

TEMPLATE = "AWS::EC2::LaunchTemplate"
NO_ADDRESSES = ("ask Bob", "ask Bob, he knows", "bob", "shop@", "@example.com", "a @example.com", "")


def started(trial: Trial, template: str, *, kept: bool = False) -> tuple[Any, list[Any]]:
    """An instance started from a launch template, with its volumes, as EC2 tells them; terminated unless `kept`."""
    ec2 = trial.aws.administrator("ec2")
    which = {"LaunchTemplateId": template, "Version": "$Latest"}
    [made] = ec2.run_instances(LaunchTemplate=which, MinCount=1, MaxCount=1)["Instances"]
    volumes = volumes_of(ec2, made["InstanceId"])
    if not kept:
        ec2.modify_instance_attribute(InstanceId=made["InstanceId"], DisableApiTermination={"Value": False})
        ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    return made, volumes


def volumes_of(ec2: Any, instance: str) -> list[Any]:
    """The volumes that are attached to an instance, as EC2 tells them."""
    mine = [{"Name": "attachment.instance-id", "Values": [instance]}]
    return list(ec2.describe_volumes(Filters=mine)["Volumes"])


def tags_of(one: Any) -> dict[str, str]:
    """The tags of what EC2 tells, by their keys."""
    return {tag["Key"]: tag["Value"] for tag in one.get("Tags") or ()}


def _launched(trial: Trial, **values: str) -> list[tuple[Any, list[Any]]]:
    """What each launch template of the answer starts, deployed with these parameters. Raises what deploying raises."""
    made(trial, TEMPLATE)
    stack = trial.deployed(trial.document, _given(trial, **values))
    templates = [stack[name].physical_id for name in stack if stack[name].type == TEMPLATE]
    return [started(trial, template) for template in templates]


def _given(trial: Trial, **values: str) -> dict[str, Any]:
    """Values for the answer's parameters; those it does not have are left out."""
    declared = trial.document.body.get("Parameters") or {}
    return {**trial.parameters, **{name: value for name, value in values.items() if name in declared}}


def _environments(trial: Trial) -> list[str]:
    """What Environment may be, but production: the values that its parameter allows."""
    declared = (trial.document.body.get("Parameters") or {}).get("Environment")
    if declared is None:
        raise Lacking("the parameter Environment is gone: keep it")
    return [value for value in declared.get("AllowedValues", ("dev",)) if value != "prod"] or ["dev"]


def _owners(trial: Trial) -> list[str]:
    """Two addresses: those that the answer lists, if it lists any, else any two."""
    declared = (trial.document.body.get("Parameters") or {}).get("OwnerEmail")
    if declared is None:
        raise Lacking("the parameter OwnerEmail is gone: keep it")
    return list(declared.get("AllowedValues", ("night.shift@example.com", "a@example.com")))[:2]


def left_running(trial: Trial) -> str:
    """That an instance of production is marked to be shut down; nothing where none is."""
    for instance, _ in _launched(trial, Environment="prod", OwnerEmail=_owners(trial)[0]):
        if tags_of(instance).get("AutoShutdown", "").lower() == "true":
            return "an instance of prod says true"
    return ""


def stopped(trial: Trial) -> str:
    """That an instance of another environment is not marked so; nothing where all are."""
    for environment in _environments(trial):
        for instance, _ in _launched(trial, Environment=environment, OwnerEmail=_owners(trial)[0]):
            seen = tags_of(instance).get("AutoShutdown")
            if seen != "true":
                return f"an instance of {environment} says {seen or 'nothing'}"
    return ""


def owner_refused(trial: Trial) -> str:
    """That an owner who is no address is accepted; nothing where all of them are refused."""
    _owners(trial)
    for owner in NO_ADDRESSES:
        try:
            trial.deployed(trial.document, _given(trial, OwnerEmail=owner))
        except (TemplateError, SandboxError) as refused:
            if "OwnerEmail" not in str(refused):
                return str(refused)
        else:
            return f"with the owner {owner!r} it was deployed"
    return ""


def volumes_owned(trial: Trial) -> str:
    """That a volume has another owner than its instance, or none; nothing where all have the same."""
    for owner in _owners(trial):
        for environment in (_environments(trial)[0], "prod"):
            for instance, volumes in _launched(trial, Environment=environment, OwnerEmail=owner):
                owners = {tags_of(one).get("Owner") for one in (instance, *volumes)}
                if not volumes or owners != {owner}:
                    return "the volume of a started instance has no such owner, or the instance has another"
    return ""

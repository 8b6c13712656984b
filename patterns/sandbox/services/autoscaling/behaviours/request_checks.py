"""Auto Scaling looks at policies, scheduled actions, hooks, and a group's target groups before it keeps them.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
In which words Auto Scaling refuses target groups and versions that are not there no page says. Not here: what is in
launch templates (`patches/launch_template_checks`).
"""

from __future__ import annotations

from botocore.exceptions import ClientError

from patterns.refusals import autoscaling
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call

NO_GROUPS = "Provided Target Groups may not be valid. Please ensure they exist and try again."


def install(account: Account) -> None:
    """Stand before the calls that make what scales, and when."""
    checks = {
        "CreateAutoScalingGroup": _group,
        "UpdateAutoScalingGroup": _version,
        "AttachLoadBalancerTargetGroups": _target_groups,
        "PutScalingPolicy": _policy,
        "PutScheduledUpdateGroupAction": _scheduled,
        "PutLifecycleHook": _hook,
    }
    account.gateway.judge(account, "autoscaling", checks)


def _group(account: Account, call: Call) -> None:
    _target_groups(account, call)
    _version(account, call)


def _version(account: Account, call: Call) -> None:
    """A number that no version of the launch template has; a template that is not there moto refuses."""
    named = call.params.get("LaunchTemplate") or {}
    version = str(named.get("Version") or "")
    if not version.isdigit():
        return
    by = {key: named[key] for key in ("LaunchTemplateId", "LaunchTemplateName") if named.get(key)}
    try:
        launch_template_versions = account.observer("ec2").describe_launch_template_versions(**by)[
            "LaunchTemplateVersions"
        ]
    except ClientError:
        return
    if int(version) not in {
        launch_template_version["VersionNumber"] for launch_template_version in launch_template_versions
    }:
        told = f"You must use a valid fully-formed launch template. Could not find the specified version {version}"
        raise Refused(autoscaling.VALIDATION, f"{told} for the launch template.", 400)


def _target_groups(account: Account, call: Call) -> None:
    named = call.params.get("TargetGroupARNs")
    if not named:
        return
    try:
        account.observer("elbv2").describe_target_groups(TargetGroupArns=list(named))
    except ClientError:
        raise Refused(autoscaling.VALIDATION, NO_GROUPS, 400) from None


def _policy(account: Account, call: Call) -> None:
    refuse(autoscaling.policy(call.params))
    refuse(autoscaling.tracked(call.params))


def _scheduled(account: Account, call: Call) -> None:
    refuse(autoscaling.scheduled(call.params))


def _hook(account: Account, call: Call) -> None:
    refuse(autoscaling.hook(call.params))

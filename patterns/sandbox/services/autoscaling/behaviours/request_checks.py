"""Auto Scaling looks at policies, scheduled actions, hooks, and a group's target groups before it keeps them.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
The words about target groups are as in github.com/hashicorp/terraform-provider-aws/issues/21212. Not here: launch
templates (`patches/launch_template_checks`).
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
        "CreateAutoScalingGroup": _target_groups,
        "AttachLoadBalancerTargetGroups": _target_groups,
        "PutScalingPolicy": _policy,
        "PutScheduledUpdateGroupAction": _scheduled,
        "PutLifecycleHook": _hook,
    }
    account.gateway.judge(account, "autoscaling", checks)


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

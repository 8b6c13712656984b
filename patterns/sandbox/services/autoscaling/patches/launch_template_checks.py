"""Which launch templates that ask for Spot moto's groups are refused, as Amazon EC2 Auto Scaling refuses them.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-template-spot-instances.html
No page quotes the refusals; the words and the code are those that users report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.services.ec2.patches.launch_checks import wrong_launch

CODE = "InvalidQueryParameter"
NOT_VALID = "You must use a valid fully-formed launch template."
MIXED = (
    "Incompatible launch template: You cannot use a launch template that is set to request Spot Instances "
    "(InstanceMarketOptions) when you configure an Auto Scaling group with a mixed instances policy. Add a different "
    "launch template to the group and try again."
)
ONE_TIME = (
    "Incompatible launch template: Auto Scaling only supports the 'one-time' Spot instance type with no duration."
)


def apply() -> None:
    """Look at the launch templates of a group that is made or changed."""
    from moto.autoscaling.responses import AutoScalingResponse as Response

    Response.create_auto_scaling_group = _judging(Response.create_auto_scaling_group)
    Response.update_auto_scaling_group = _judging(Response.update_auto_scaling_group)


def _judging(act: Any) -> Any:
    def judged(self: Any) -> Any:
        from moto.autoscaling.exceptions import AutoscalingClientError

        for named, is_mixed in _templates(self):
            market = _market(self.current_account, self.region, named)
            options = market.get("SpotOptions") or {}
            if market and is_mixed:
                raise AutoscalingClientError(CODE, MIXED)
            if not is_mixed and (wrong := _wrong(self.current_account, self.region, named)):
                raise AutoscalingClientError("ValidationError", f"{NOT_VALID} {wrong}")
            if options.get("SpotInstanceType") == "persistent" or options.get("BlockDurationMinutes"):
                raise AutoscalingClientError(CODE, ONE_TIME)
        return act(self)

    return judged


def _templates(self: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    """The launch templates that a request names, and whether for a mixed group."""
    if plain := self._get_param("LaunchTemplate"):
        yield plain, False
    of_mix = (self._get_param("MixedInstancesPolicy") or {}).get("LaunchTemplate") or {}
    for one in (of_mix, *(of_mix.get("Overrides") or ())):
        if named := one.get("LaunchTemplateSpecification"):
            yield named, True


def _wrong(account_id: str, region: str, named: dict[str, Any]) -> str | None:
    """Why EC2 would launch nothing from a template; None where it would, or where there is no such template.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html
    """
    from moto.core.exceptions import ServiceException
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account_id][region]
    try:
        data = backend._get_template_from_args(named).data
    except ServiceException:
        return None
    return next((message for _, message in wrong_launch(backend, data)), None)


def _market(account_id: str, region: str, named: dict[str, Any]) -> dict[str, Any]:
    """The market that a launch template asks for, none where there is no such template: then the group is refused."""
    from moto.core.exceptions import ServiceException
    from moto.ec2.models import ec2_backends

    try:
        data = ec2_backends[account_id][region]._get_template_from_args(named).data
    except ServiceException:
        return {}
    return data.get("InstanceMarketOptions") or {}

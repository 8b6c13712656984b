"""The public parameters for AWS's newest images, where moto has none, and policies as the service reports them."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.services.ec2.patches.images import in_every_region


def apply() -> None:
    """Let the parameter store name an image in every region, and report a parameter's policies one by one."""
    from moto.ssm import models

    models.load_resource = in_every_region(models.load_resource)
    told = models.Parameter.response_object

    def response_object(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = dict(told(self, *args, **kwargs))
        if found.pop("Policies", None) and (policies := [load for load in json.loads(self.policies) if load]):
            found["Policies"] = [_reported(policy) for policy in policies]
        return found

    models.Parameter.response_object = response_object


def _reported(policy: dict[str, Any]) -> dict[str, str]:
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterInlinePolicy.html."""
    return {"PolicyText": json.dumps(policy), "PolicyType": policy["Type"], "PolicyStatus": "Pending"}

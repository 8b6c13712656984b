"""The public parameters for AWS's newest images, where moto has none, and policies as the service reports them."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.services.ec2.patches.images import add, in_every_region
from patterns.sandbox.services.ec2.public_images import named
from patterns.sandbox.simulator import time_and_chance
from patterns.sandbox.simulator.backends import backend


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
    _know_public_images(models)


def _know_public_images(models: Any) -> None:
    """Make a public parameter, and the image it names, when it is first asked for."""
    look = models.ParameterDict._check_loading_status

    def _check_loading_status(self: Any, key: str) -> None:
        look(self, key)
        image = named(str(key or ""), self.region_name)
        if image is None or dict.__contains__(self, key):
            return
        add(backend("ec2", self.account_id, self.region_name), image)
        dict.__setitem__(self, key, [models.Parameter(
            account_id=self.account_id, name=key, value=image.id, parameter_type="String", description=None,
            allowed_pattern=None, keyid=None, last_modified_date=time_and_chance.now().timestamp(), version=1,
            data_type="aws:ec2:image",
        )])  # fmt: skip

    models.ParameterDict._check_loading_status = _check_loading_status


def _reported(policy: dict[str, Any]) -> dict[str, str]:
    """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterInlinePolicy.html."""
    return {"PolicyText": json.dumps(policy), "PolicyType": policy["Type"], "PolicyStatus": "Pending"}

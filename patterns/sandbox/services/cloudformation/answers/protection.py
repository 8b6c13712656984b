"""Stack policies and termination protection: what keeps a stack, or resources of it, from being changed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.cloudformation.answers.stacks import MISSING
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.protection import StackPolicy


def set_stack_policy(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say which resources updates may change."""
    state = region.there(str(params["StackName"]), MISSING)
    if not params.get("StackPolicyBody"):
        raise invalid("The sandbox takes a stack policy as StackPolicyBody, not from an address.")
    state.policy = StackPolicy.of(str(params["StackPolicyBody"]))
    return {}


def get_stack_policy(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell the policy of a stack; nothing where it has none."""
    state = region.there(str(params["StackName"]), MISSING)
    if state.policy is None:
        return {}
    return {"StackPolicyBody": json.dumps({"Statement": [dict(statement) for statement in state.policy.statements]})}


def update_termination_protection(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let a stack refuse to be deleted, or no longer; a nested one is protected by the one around it."""
    state = region.there(str(params["StackName"]), MISSING)
    if region.engine.registry.owner("AWS::CloudFormation::Stack", state.id):
        raise invalid("Termination Protection cannot be updated on nested stacks. Update it on the root stack instead.")
    state.protected = bool(params.get("EnableTerminationProtection"))
    return {"StackId": state.id}

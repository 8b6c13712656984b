"""The form of CreationPolicy and UpdatePolicy: which members they have. What they do is the stack engine's.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .errors import Path, TemplateError
from .intrinsics import intrinsic
from .values import shown, spoken

_Members = Mapping[str, frozenset[str] | None]
_CREATION: _Members = {
    "AutoScalingCreationPolicy": frozenset({"MinSuccessfulInstancesPercent"}),
    "ResourceSignal": frozenset({"Count", "Timeout"}),
    "StartFleet": None,
}
_UPDATE: _Members = {
    "AutoScalingReplacingUpdate": frozenset({"WillReplace"}),
    "AutoScalingRollingUpdate": frozenset(
        {
            "MaxBatchSize", "MinActiveInstancesPercent", "MinInstancesInService", "MinSuccessfulInstancesPercent",
            "PauseTime", "SuspendProcesses", "WaitOnResourceSignals",
        }
    ),
    "AutoScalingScheduledAction": frozenset({"IgnoreUnmodifiedGroupSizeProperties"}),
    "AutoScalingInstanceRefresh": None,
    "CodeDeployLambdaAliasUpdate": frozenset(
        {"AfterAllowTrafficHook", "ApplicationName", "BeforeAllowTrafficHook", "DeploymentGroupName"}
    ),
    "EnableVersionUpgrade": None,
    "StartAfterUpdate": None,
    "StopBeforeUpdate": None,
    "UseOnlineResharding": None,
}  # fmt: skip
_KNOWN = {"CreationPolicy": _CREATION, "UpdatePolicy": _UPDATE}
_WHOLE = re.compile(r"\d{1,9}")
_DURATION = re.compile(r"P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
"""A duration as ISO 8601 writes it: PT1H30M."""


def check(path: Path, policy: Any) -> None:
    """Raise TemplateError for a member that the attribute at `path` does not have, and a signal nobody can count."""
    if not isinstance(policy, dict) or intrinsic(policy) is not None:
        return
    known = _KNOWN[str(path[-1])]
    _check_members(path, policy, frozenset(known))
    for name, settings in policy.items():
        inside = known[name]
        if inside is not None and isinstance(settings, dict) and intrinsic(settings) is None:
            _check_members((*path, name), settings, inside)
    signal = policy.get("ResourceSignal")
    for name, form, what in (("Count", _WHOLE, "a whole number"), ("Timeout", _DURATION, "a duration such as PT15M")):
        given = signal.get(name) if isinstance(signal, dict) else None
        if given is not None and not isinstance(given, dict | list) and not form.fullmatch(spoken(given)):
            message = f"{path[-1]} of {path[1]}: {name} {shown(given)} is not {what}"
            raise TemplateError(f"Template format error: {message}", path=(*path, "ResourceSignal", name))


def _check_members(path: Path, given: dict[str, Any], known: frozenset[str]) -> None:
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        message = f"{'/'.join(map(str, path[2:]))} of {path[1]} has no {unknown}; known are {', '.join(sorted(known))}"
        raise TemplateError(f"Template format error: {message}", path=(*path, unknown))

"""Templates: those of stacks, and those that somebody would like to know something of.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.cloudformation import inputs
from patterns.sandbox.services.cloudformation.change_set import ChangeSet
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks import capabilities
from patterns.template.errors import TemplateError
from patterns.template.parameters import types
from patterns.template.schema import schema
from patterns.template.source import Document
from patterns.template.text import to_json
from patterns.template.transforms import transforms

ORIGINAL, PROCESSED = "Original", "Processed"


def get_template(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the template of a stack, or of a change set, as it was written or as transforms have made it."""
    stage = params.get("TemplateStage") or ORIGINAL
    if change_set := _change_set(region, params):
        document = change_set.prospect.plan.resolved.document if change_set.prospect else None
        given = change_set.asked.get("document")
    else:
        state = region.there(str(params.get("StackName")))
        document = state.resolved.document if state.resolved else None
        given = inputs.written(state) if state.resolved else None
    if document is None or given is None:
        return {"TemplateBody": None, "StagesAvailable": []}
    body = given.text if stage == ORIGINAL or document.body == given.body else to_json(document.body)
    return {"TemplateBody": body, "StagesAvailable": [ORIGINAL, PROCESSED]}


def _change_set(region: Region, params: Mapping[str, Any]) -> ChangeSet | None:
    name = params.get("ChangeSetName")
    if not name:
        return None
    return region.change_set(str(name), params.get("StackName"))


def validate_template(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say what a template is to be given, and acknowledged for. Refuses one that cannot be read."""
    document = inputs.document(region, params)
    declared = document.body.get("Parameters", {})
    types(document)
    return {
        "Parameters": [
            {
                "ParameterKey": name,
                "DefaultValue": _text(form.get("Default")),
                "NoEcho": str(form.get("NoEcho", False)).lower() == "true",
                "Description": form.get("Description"),
            }
            for name, form in declared.items()
        ],
        "Description": document.body.get("Description"),
        **_acknowledged(document),
        "DeclaredTransforms": _names(document),
    }


def get_template_summary(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say what a template holds."""
    if params.get("StackName"):
        state = region.there(str(params["StackName"]))
        document = inputs.written(state)
    else:
        document = inputs.document(region, params)
    kinds = types(document)
    by_type: dict[str, list[str]] = {}
    for name, resource in document.body["Resources"].items():
        by_type.setdefault(str(resource["Type"]), []).append(name)
    metadata = document.body.get("Metadata")
    return {
        "Parameters": [
            {
                "ParameterKey": name,
                "DefaultValue": _text(form.get("Default")),
                "ParameterType": str(form["Type"]),
                "NoEcho": str(form.get("NoEcho", False)).lower() == "true",
                "Description": form.get("Description"),
                "ParameterConstraints": {"AllowedValues": [str(each) for each in form.get("AllowedValues") or ()]},
            }
            for name, form in document.body.get("Parameters", {}).items()
            if name in kinds
        ],
        "Description": document.body.get("Description"),
        **_acknowledged(document),
        "ResourceTypes": sorted(by_type),
        "Version": document.body.get("AWSTemplateFormatVersion"),
        "Metadata": json.dumps(metadata) if metadata else None,
        "DeclaredTransforms": _names(document),
        "ResourceIdentifierSummaries": [
            {"ResourceType": kind, "LogicalResourceIds": names, "ResourceIdentifiers": _identifiers(kind)}
            for kind, names in sorted(by_type.items())
        ],
    }


def estimate_template_cost(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuse: AWS gives the address of its calculator, which is outside; `patterns.cost` has figures."""
    inputs.document(region, params)
    raise invalid(
        "The sandbox has no calculator of AWS's to send to: cost(template), or `aws-patterns cost`, gives the figures."
    )


def _identifiers(kind: str) -> list[str]:
    try:
        return list(schema(kind).primary_identifier)
    except TemplateError:
        return []


def _acknowledged(document: Document) -> dict[str, Any]:
    needed = capabilities.needed(document.body, transforms(document.body))
    if not needed:
        return {"Capabilities": []}
    named = [name for kind, names in needed.items() if kind != capabilities.AUTO_EXPAND for name in names]
    kinds = sorted(
        {str(document.body["Resources"][name]["Type"]) for name in named if name in document.body["Resources"]}
    )
    reason = f"The following resource(s) require capabilities: [{', '.join(kinds)}]" if kinds else None
    return {"Capabilities": sorted(needed), "CapabilitiesReason": reason}


def _names(document: Document) -> list[str]:
    return [str(each.get("Name") if isinstance(each, Mapping) else each) for each in transforms(document.body)]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)

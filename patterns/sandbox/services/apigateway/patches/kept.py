"""What there is of REST APIs, for requests: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.services.apigateway.patches import documents_kept
from patterns.sandbox.services.apigateway.patches.documents_kept import Node
from patterns.sandbox.simulator.backends import existing


@dataclass(frozen=True)
class Shown:
    """What a stage of an API shows: the API, the stage, and what was deployed to it."""

    api: Mapping[str, Any]
    stage: Mapping[str, Any]
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A usage plan with its keys, by value."""

    plan: Mapping[str, Any]
    keys: Mapping[str, Mapping[str, Any]]


def api(account_id: str, region: str, api_id: str) -> Mapping[str, Any] | None:
    """An API as its service tells of it; None where there is none."""
    found = _shelf(account_id, region, "restapis").get(api_id)
    return found.document if found else None


def stages(account_id: str, region: str, api_id: str) -> list[str]:
    """The names of the stages of an API."""
    found = _shelf(account_id, region, "restapis").get(api_id)
    return list(found.below.get("stages", {})) if found else []


def shown(account_id: str, region: str, api_id: str, stage: str) -> Shown | None:
    """What a stage shows; None where there is no such stage."""
    found = _shelf(account_id, region, "restapis").get(api_id)
    there = found.below.get("stages", {}).get(stage) if found else None
    if found is None or there is None:
        return None
    deployed = found.below["deployments"][str(there.document["deploymentId"])]
    return Shown(found.document, there.document, deployed.frozen or {})


def key(account_id: str, region: str, value: str) -> Mapping[str, Any] | None:
    """The API key with this value, while it is enabled; None where there is none."""
    documents = (each.document for each in _shelf(account_id, region, "apikeys").values())
    return next((each for each in documents if each["value"] == value and each.get("enabled")), None)


def plans(account_id: str, region: str, api_id: str, stage: str) -> Iterator[Plan]:
    """The usage plans of a stage."""
    for each in _shelf(account_id, region, "usageplans").values():
        if any(
            (api_stage["apiId"], api_stage["stage"]) == (api_id, stage)
            for api_stage in each.document.get("apiStages") or ()
        ):
            keys = (one.document for one in each.below.get("keys", {}).values())
            yield Plan(each.document, {one["value"]: one for one in keys})


def domain(account_id: str, region: str, name: str) -> list[Mapping[str, Any]] | None:
    """What stands behind a domain of one's own, by path; None where there is no such domain."""
    found = _shelf(account_id, region, "domainnames").get(name)
    return None if found is None else [each.document for each in found.below.get("basepathmappings", {}).values()]


def _shelf(account_id: str, region: str, kind: str) -> Mapping[str, Node]:
    service = existing("apigateway", account_id, region)
    return documents_kept.root(service).get(kind, {}) if service else {}

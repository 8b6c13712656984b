"""What moto keeps of HTTP APIs, for requests and decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.services.apigatewayv2.patches import deployments
from patterns.sandbox.simulator.backends import backend, existing


@dataclass(frozen=True)
class Shown:
    """What a stage of an API shows now: the API, the stage, and what was deployed to it, None where nothing was."""

    api: Mapping[str, Any]
    stage: Mapping[str, Any]
    state: Mapping[str, list[dict[str, Any]]] | None


def api(account_id: str, region: str, api_id: str) -> Mapping[str, Any] | None:
    """An API as its service tells of it; None where there is none."""
    found = _api(account_id, region, api_id)
    return None if found is None else found.to_json()


def stages(account_id: str, region: str, api_id: str) -> dict[str, Mapping[str, Any]]:
    """The stages of an API, by name."""
    found = _api(account_id, region, api_id)
    return {name: stage.to_json() for name, stage in found.stages.items()} if found else {}


def shown(account_id: str, region: str, api_id: str, stage: str) -> Shown | None:
    """What a stage shows; None where there is no such stage."""
    found = _api(account_id, region, api_id)
    there = found.stages.get(stage) if found else None
    if there is None:
        return None
    if there.auto_deploy:
        return Shown(found.to_json(), there.to_json(), deployments.state(found))
    deployed = deployments.of(found).get(deployments.shown(found).get(stage, ""))
    return Shown(found.to_json(), there.to_json(), deployed and deployed["state"])


def part(account_id: str, region: str, api_id: str, kind: str, part_id: str) -> Mapping[str, Any] | None:
    """A route, integration or authorizer of an API by its id, `kind` in the plural; None where there is none."""
    found = _api(account_id, region, api_id)
    one = getattr(found, kind).get(part_id) if found else None
    return None if one is None else one.to_json()


def parts(account_id: str, region: str, api_id: str, kind: str) -> list[Mapping[str, Any]]:
    """All routes, integrations or authorizers of an API."""
    found = _api(account_id, region, api_id)
    return [one.to_json() for one in getattr(found, kind).values()] if found else []


def deployment_ids(account_id: str, region: str, api_id: str) -> set[str]:
    """The ids of the deployments of an API."""
    found = _api(account_id, region, api_id)
    return set(deployments.of(found)) if found else set()


def mappings(account_id: str, region: str, domain: str) -> list[Mapping[str, Any]]:
    """The APIs that stand behind a domain, by the paths below it."""
    service = existing("apigatewayv2", account_id, region)
    found = service.api_mappings.values() if service else ()
    return [one.to_json() for one in found if one.domain_name == domain]


def domains(account_id: str, region: str) -> list[str]:
    """The names of the custom domains."""
    service = existing("apigatewayv2", account_id, region)
    return list(service.domain_names) if service else []


def _api(account_id: str, region: str, api_id: str) -> Any:
    return backend("apigatewayv2", account_id, region).apis.get(api_id)

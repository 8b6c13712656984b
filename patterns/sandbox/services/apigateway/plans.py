"""Usage plans: whose key a request shows, and whether the plan lets one more of that key in.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigateway.patches import kept
from patterns.sandbox.services.apigateway.patches.kept import Plan, Shown
from patterns.sandbox.services.apigatewayv2.throttling import Throttle
from patterns.sandbox.services.apigatewayv2.values import Scope

HEADER = "x-api-key"


class Used:
    """How many requests each key has made of a plan in the present period."""

    def __init__(self, account: Account) -> None:
        self._clock = account.clock
        self._counts: dict[tuple[str, str, str], int] = {}

    def __repr__(self) -> str:
        return f"Used({len(self._counts)} counts)"

    def admits(self, plan: Mapping[str, Any], key_id: str) -> bool:
        """Whether one more request is within the quota; it counts if so."""
        quota = plan.get("quota") or {}
        if "limit" not in quota:
            return True
        place = (str(plan["id"]), key_id, period(quota.get("period", "DAY"), self._clock.now))
        if self._counts.get(place, 0) >= int(quota["limit"]):
            return False
        self._counts[place] = self._counts.get(place, 0) + 1
        return True


def period(kind: str, now: datetime) -> str:
    """The day, week or month that a moment lies in: weeks begin on Sunday."""
    if kind == "MONTH":
        return f"{now:%Y-%m}"
    begins = now - timedelta(days=now.isoweekday() % 7) if kind == "WEEK" else now
    return f"{begins:%Y-%m-%d}"


def require_key(account: Account, shown: Shown, method: Mapping[str, Any], path: str, scope: Scope) -> None:
    """Raise `Failed` where a method wants a key, and the request has none that a plan of the stage lets in."""
    if not method.get("apiKeyRequired"):
        return
    by_function = shown.api.get("apiKeySource") == "AUTHORIZER"
    value = scope.context.get("usageIdentifierKey") if by_function else scope.request.headers.get(HEADER)
    key = kept.key(account.account_id, account.region, str(value)) if value else None
    stage = str(shown.stage["stageName"])
    plans = kept.plans(account.account_id, account.region, str(shown.api["id"]), stage)
    plan = next((each for each in plans if value in each.keys), None)
    if key is None or plan is None:
        told = "shows no key" if not value else "shows a key that no usage plan of the stage knows"
        where = "its authorizer" if by_function else f"the header {HEADER}"
        raise Failed("INVALID_API_KEY", f"the method wants a key by {where}, and the request {told}")
    scope.context["identity"] |= {"apiKey": value, "apiKeyId": key["id"]}
    _require_room(account, plan, str(key["id"]), (str(shown.api["id"]), stage), path)


def _require_room(account: Account, plan: Plan, key_id: str, where: tuple[str, str], path: str) -> None:
    stages = plan.plan.get("apiStages") or []
    stage: Mapping[str, Any] = next((each for each in stages if (each["apiId"], each["stage"]) == where), {})
    own, general = (stage.get("throttle") or {}).get(path), plan.plan.get("throttle") or {}
    limit = own or general
    name = (str(plan.plan["id"]), key_id, path if own else "")
    if limit and not account.part(Throttle).admits(name, limit.get("rateLimit"), limit.get("burstLimit")):
        raise Failed("THROTTLED", f"the usage plan {plan.plan['name']} lets no more requests of the key in for now")
    if not account.part(Used).admits(plan.plan, key_id):
        raise Failed("QUOTA_EXCEEDED", f"the quota of the usage plan {plan.plan['name']} is used up for the period")

"""How an Application Load Balancer answers: its listener, the rule that takes the request, and a target.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
A function that is a target answers; what runs on a machine does not run here, so that a healthy one answers with
nothing. Not modelled: sessions, mutual TLS, authentication, which lets everybody pass, and whether a client gets to the
balancer through its network.
"""

from __future__ import annotations

import base64
import fnmatch
import ipaddress
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.calling import called
from patterns.sandbox.delivery.http import SOURCE_IP, HttpRequest, HttpResponse
from patterns.sandbox.delivery.proxy_results import Malformed, response
from patterns.sandbox.delivery.targets import Sender, Undelivered
from patterns.sandbox.services.elbv2.health import Health
from patterns.sandbox.services.elbv2.targets import Targets

_HOST = re.compile(r"[\w-]+\.(?P<region>[a-z]{2}(-[a-z]+)+-\d)\.elb\.amazonaws\.com", re.IGNORECASE)
SERVICE = "elasticloadbalancing.amazonaws.com"
PORTS = {"http": 80, "https": 443}


def answer(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What a load balancer answers; None for a host that is none's."""
    match = _HOST.fullmatch(request.host)
    if match is None:
        return None
    here = account.in_region(match["region"].lower())
    client = here.observer("elbv2")
    pages = client.get_paginator("describe_load_balancers").paginate()
    balancers = (load_balancer for page in pages for load_balancer in page["LoadBalancers"])
    balancer = next((one for one in balancers if one["DNSName"].lower() == request.host), None)
    if balancer is None or balancer["Type"] != "application":
        return None
    _, _, said = request.headers.get("host", "").partition(":")
    port = int(said) if said.isdecimal() else PORTS[request.scheme]
    listeners = client.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    listener = next((one for one in listeners if one["Port"] == port), None)
    if listener is None:
        there = ", ".join(str(one["Port"]) for one in listeners) or "none"
        return _error(504, f"{balancer['LoadBalancerName']} does not listen on port {port}: it listens on {there}")
    rules = client.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
    rule = next(one for one in sorted(rules, key=_priority) if _takes(one["Conditions"], request))
    return _acted(here, rule, request)


def _priority(rule: Mapping[str, Any]) -> float:
    return float("inf") if rule["Priority"] == "default" else float(rule["Priority"])


def _takes(conditions: Iterable[Mapping[str, Any]], request: HttpRequest) -> bool:
    """Whether every condition of a rule is met by one of its values."""
    return all(_TESTS[condition["Field"]](condition, request) for condition in conditions)


def _values(condition: Mapping[str, Any], name: str) -> list[Any]:
    return list(condition.get(f"{name}Config", {}).get("Values") or condition.get("Values") or ())


def _any_like(patterns: Iterable[str], value: str, *, ignore_case: bool = False) -> bool:
    if ignore_case:
        return any(fnmatch.fnmatchcase(value.lower(), pattern.lower()) for pattern in patterns)
    return any(fnmatch.fnmatchcase(value, pattern) for pattern in patterns)


def _header(condition: Mapping[str, Any], request: HttpRequest) -> bool:
    wanted = condition["HttpHeaderConfig"]
    value = request.headers.get(wanted["HttpHeaderName"].lower())
    return value is not None and _any_like(wanted["Values"], value, ignore_case=True)


def _query(condition: Mapping[str, Any], request: HttpRequest) -> bool:
    pairs = request.parameters
    return any(
        _any_like([one["Value"]], value, ignore_case=True) and ("Key" not in one or one["Key"].lower() == name.lower())
        for one in _values(condition, "QueryString")
        for name, value in pairs
    )


def _source(condition: Mapping[str, Any], request: HttpRequest) -> bool:
    address = ipaddress.ip_address(SOURCE_IP)
    return any(address in ipaddress.ip_network(each, strict=False) for each in _values(condition, "SourceIp"))


_TESTS: Mapping[str, Callable[[Mapping[str, Any], HttpRequest], bool]] = {
    "host-header": lambda one, request: _any_like(_values(one, "HostHeader"), request.host, ignore_case=True),
    "http-header": _header,
    "http-request-method": lambda one, request: request.method in _values(one, "HttpRequestMethod"),
    "path-pattern": lambda one, request: _any_like(_values(one, "PathPattern"), request.path),
    "query-string": _query,
    "source-ip": _source,
}


def _acted(account: Account, rule: Mapping[str, Any], request: HttpRequest) -> HttpResponse:
    """What the last action of a rule answers: those before it let pass."""
    action, name = rule["Actions"][-1], f"the rule {rule['Priority']}"
    if action["Type"] == "fixed-response":
        fixed = action["FixedResponseConfig"]
        headers = {"content-type": fixed.get("ContentType", "text/plain")}
        body = fixed.get("MessageBody", "").encode()
        return HttpResponse(int(fixed["StatusCode"]), headers, body, f"{name} has a fixed response")
    if action["Type"] == "redirect":
        status = 301 if action["RedirectConfig"]["StatusCode"] == "HTTP_301" else 302
        return HttpResponse(
            status, {"location": _location(action["RedirectConfig"], request)}, b"", f"{name} redirects"
        )
    return _forwarded(account, action, request, name)


def _location(redirect: Mapping[str, str], request: HttpRequest) -> str:
    _, _, port = request.headers.get("host", "").partition(":")
    own = {"host": request.host, "path": request.path.removeprefix("/"), "query": request.query,
           "port": port or str(PORTS[request.scheme]), "protocol": request.scheme.upper()}  # fmt: skip

    def filled(text: str) -> str:
        return re.sub(r"#\{(\w+)\}", lambda found: own.get(found[1], ""), text)

    parts = {"Protocol": "#{protocol}", "Host": "#{host}", "Port": "#{port}", "Path": "/#{path}", "Query": "#{query}"}
    made = {name: filled(redirect.get(name) or default) for name, default in parts.items()}
    query = f"?{made['Query']}" if made["Query"] else ""
    return f"{made['Protocol'].lower()}://{made['Host']}:{made['Port']}{made['Path']}{query}"


def _forwarded(account: Account, action: Mapping[str, Any], request: HttpRequest, name: str) -> HttpResponse:
    groups = action.get("ForwardConfig", {}).get("TargetGroups") or [{"TargetGroupArn": action["TargetGroupArn"]}]
    chance = account.chance.generator("balanced", str(groups), request.method, request.path, request.body)
    weights = [float(one.get("Weight", 1)) for one in groups]
    if not any(weights):
        return _error(503, f"{name} forwards to groups that all have the weight 0")
    arn = chance.choices(groups, weights)[0]["TargetGroupArn"]
    client = account.observer("elbv2")
    group = client.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
    if group["TargetType"] == "lambda":
        return _of_function(account, client, group, request, name)
    return _of_machine(account, group, name, chance)


def _of_machine(account: Account, group: Mapping[str, Any], name: str, chance: Any) -> HttpResponse:
    silent, targets = (Health.DRAINING, Health.UNUSED), account.part(Targets)
    there = [one for one in targets.of(group["TargetGroupArn"]) if one.health not in silent]
    if not there:
        return _error(503, f"{name} forwards to {group['TargetGroupName']}, which has no target in use")
    healthy = [one for one in there if one.health is Health.HEALTHY] or there
    target = chance.choice(healthy)
    if not targets.answers(group["TargetGroupArn"], target):
        return _error(504, f"the target {target.id} of {group['TargetGroupName']} does not answer")
    why = f"{name} forwards to {group['TargetGroupName']}: {target.id} answered; what runs there is not simulated"
    return HttpResponse(200, {}, b"", why)


def _of_function(
    account: Account, client: Any, group: Mapping[str, Any], request: HttpRequest, name: str
) -> HttpResponse:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html."""
    arn = group["TargetGroupArn"]
    targets = client.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    if not targets:
        return _error(503, f"{name} forwards to {group['TargetGroupName']}, which has no function")
    function = targets[0]["Target"]["Id"]
    try:
        returned = called(account, Sender(SERVICE, arn), function, json.dumps(_event(group, request)).encode())
        if returned.error:
            raise Malformed(f"it failed: {returned.payload.decode('utf-8', 'replace')[:200]}")
        return response(returned.payload, version="1.0", why=f"{name}: {function.rpartition(':')[2]} answered")
    except Undelivered as error:
        return _error(502, error.message)
    except Malformed as error:
        return _error(502, f"{function.rpartition(':')[2]}: {error}")


def _event(group: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    is_text = request.headers.get("content-type", "text/").startswith(("text/", "application/json"))
    body = request.text if is_text else base64.b64encode(request.body).decode()
    own = {"x-forwarded-for": SOURCE_IP, "x-forwarded-proto": request.scheme,
           "x-forwarded-port": str(PORTS[request.scheme])}  # fmt: skip
    return {
        "requestContext": {"elb": {"targetGroupArn": group["TargetGroupArn"]}},
        "httpMethod": request.method,
        "path": request.path,
        "queryStringParameters": dict(request.parameters),
        "headers": {**request.headers, **own},
        "body": body,
        "isBase64Encoded": not is_text,
    }


def _error(status: int, why: str) -> HttpResponse:
    words = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}[status]
    body = f"<html><head><title>{status} {words}</title></head><body><h1>{status} {words}</h1></body></html>"
    return HttpResponse(status, {"content-type": "text/html"}, body.encode(), why)

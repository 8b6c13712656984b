"""Elastic Load Balancing looks at balancers, target groups, listeners and rules before it makes or changes them.

Not here: what moto refuses itself, such as names of target groups, and values of conditions that are too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from patterns.refusals import Refusal, elbv2
from patterns.refusals.elbv2 import balancers, routing
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.elbv2 import log_bucket
from patterns.sandbox.simulator.backends import backend, existing

PROTECTED = "deletion_protection.enabled"
CHECKS = (
    "HealthCheckEnabled", "HealthCheckIntervalSeconds", "HealthCheckPath", "HealthCheckProtocol",
    "HealthCheckTimeoutSeconds",
)  # fmt: skip


def install(account: Account) -> None:
    """Stand before the calls that make or change what balances load."""
    checks = {
        "CreateLoadBalancer": _balancer,
        "SetSubnets": _subnets,
        "DeleteLoadBalancer": _deletion,
        "CreateTargetGroup": _target_group,
        "ModifyTargetGroup": _target_group_change,
        "CreateListener": _listener,
        "ModifyListener": _listener_change,
        "CreateRule": _rule,
        "ModifyRule": _rule_change,
        "ModifyLoadBalancerAttributes": _attributes,
        "ModifyTargetGroupAttributes": _group_attributes,
    }
    account.gateway.judge(account, "elbv2", checks)


def _refuse(*wrong: Iterable[Refusal]) -> None:
    refuse(chain.from_iterable(wrong))


def _balancer(account: Account, call: Call) -> None:
    asked, kind = call.params, call.params.get("Type") or "application"
    _refuse(balancers.wrong_name(asked["Name"]), balancers.wrong_choice(asked))
    subnets = _subnets_of(account, call)
    if subnets is None:
        return
    _refuse(balancers.wrong_place(subnets, kind))
    ec2, vpc = existing("ec2", account.account_id, call.region), subnets[0].vpc_id if subnets else ""
    has_gateway = any(
        internet_gateway.vpc and internet_gateway.vpc.id == vpc for internet_gateway in ec2.internet_gateways.values()
    )
    groups = [ec2.get_security_group_from_id(group) for group in asked.get("SecurityGroups") or ()]
    _refuse(
        balancers.wrong_way_in(vpc, has_gateway, asked.get("Scheme") or "internet-facing", kind),
        balancers.wrong_groups(groups, vpc),
    )


def _attributes(account: Account, call: Call) -> None:
    given = _given_attributes(call)
    _refuse(elbv2.balancer_attributes(given))
    log_bucket.refuse_closed(account, call.region, {one["Key"]: one.get("Value") for one in given})


def _group_attributes(account: Account, call: Call) -> None:
    _refuse(elbv2.group_attributes(_given_attributes(call)))


def _given_attributes(call: Call) -> list[Any]:
    """None where each of them is empty: nothing of such a list is sent."""
    return call.params.get("Attributes") or []


def _subnets(account: Account, call: Call) -> None:
    there = _kept(account, call).load_balancers.get(call.params["LoadBalancerArn"])
    subnets = _subnets_of(account, call)
    if there is not None and subnets is not None:
        _refuse(balancers.wrong_place(subnets, there.type or "application"))


def _subnets_of(account: Account, call: Call) -> list[Any] | None:
    """The subnets that a call names; None where one is not there, or none is named, which moto says."""
    named = call.params.get("Subnets") or [
        subnet_mapping["SubnetId"] for subnet_mapping in call.params.get("SubnetMappings") or ()
    ]
    ec2 = existing("ec2", account.account_id, call.region)
    by_id = {name: one for by_name in ec2.subnets.values() for name, one in by_name.items()} if ec2 is not None else {}
    return [by_id[name] for name in named] if named and all(name in by_id for name in named) else None


def _deletion(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html."""
    arn = call.params["LoadBalancerArn"]
    there = _kept(account, call).load_balancers.get(arn)
    if there is not None and str(there.attrs.get(PROTECTED)).lower() == "true":
        message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        raise Refused("OperationNotPermitted", message, 400)


def _target_group(account: Account, call: Call) -> None:
    _refuse(routing.wrong_numbers(call.params), elbv2.checks(call.params))


def _target_group_change(account: Account, call: Call) -> None:
    asked, there = call.params, _kept(account, call).target_groups.get(call.params["TargetGroupArn"])
    if there is None:
        return
    seconds = {"HealthCheckIntervalSeconds": there.health_check_interval_seconds,
               "HealthCheckTimeoutSeconds": there.health_check_timeout_seconds}  # fmt: skip
    wanted = {**seconds, **{name: asked[name] for name in CHECKS if name in asked}}
    _refuse(routing.wrong_numbers(asked), routing.wrong_checks(wanted, there.protocol, there.target_type or ""))


def _listener(account: Account, call: Call) -> None:
    asked, arn = call.params, call.params["LoadBalancerArn"]
    there = _kept(account, call).load_balancers.get(arn)
    if there is None:
        return
    _refuse(
        routing.wrong_numbers(asked),
        _wrong_port(there, asked.get("Port"), but=""),
        _wrong_listener(account, call, asked, there),
    )


def _listener_change(account: Account, call: Call) -> None:
    asked, balancers = call.params, _kept(account, call).load_balancers.values()
    arn = asked["ListenerArn"]
    found = next(((one, one.listeners[arn]) for one in balancers if arn in one.listeners), None)
    if found is None:
        return
    balancer, there = found
    kept = {"Protocol": there.protocol, "Port": there.port, "SslPolicy": there.ssl_policy}
    certificates = [{"CertificateArn": there.certificate}] if there.certificate else []
    if asked.get("Protocol", there.protocol) != there.protocol:
        # To another protocol nothing is taken along.
        kept, certificates = {"Port": there.port}, []
    wanted = {**kept, "Certificates": certificates, **asked}
    _refuse(
        routing.wrong_numbers(asked),
        _wrong_port(balancer, asked.get("Port"), but=arn),
        _wrong_listener(account, call, wanted, balancer),
    )


def _wrong_port(balancer: Any, port: Any, *, but: str) -> Iterator[Refusal]:
    others = (listener for listener in balancer.listeners.values() if listener.arn != but)
    if port is not None and any(str(one.port) == str(port) for one in others):
        yield routing.taken_port(balancer.arn)


def _wrong_listener(account: Account, call: Call, asked: Mapping[str, Any], balancer: Any) -> Iterator[Refusal]:
    protocol, certificates = asked.get("Protocol"), asked.get("Certificates") or []
    yield from routing.wrong_protocol(protocol, balancer.type or "application")
    yield from routing.wrong_security(protocol, asked.get("SslPolicy"), certificates)
    for certificate in certificates:
        if not _is_certificate(account, call.region, str(certificate.get("CertificateArn"))):
            yield "CertificateNotFound", f"Certificate '{certificate.get('CertificateArn')}' not found"
    actions = asked.get("DefaultActions") or ()
    yield from routing.wrong_actions(actions, protocol, asked.get("Port"))
    yield from _wrong_targets(account, call, actions, balancer)


def _is_certificate(account: Account, region: str, arn: str) -> bool:
    """Whether ACM has a certificate; those of IAM, and of other accounts, are not looked for."""
    if f":acm:{region}:{account.account_id}:" not in arn:
        return True
    return arn in backend("acm", account.account_id, region)._certificates


def _wrong_targets(
    account: Account, call: Call, actions: Iterable[Mapping[str, Any]], balancer: Any
) -> Iterator[Refusal]:
    """What is wrong with the groups that requests are sent on to: another network, or a protocol of the other kind."""
    groups = _kept(account, call).target_groups
    for arn in chain.from_iterable(_forwarded(action) for action in actions):
        group = groups.get(arn)
        if group is None:
            continue
        if group.vpc_id is not None and group.vpc_id != balancer.vpc_id:
            yield (
                balancers.CONFIGURATION,
                f"The following target groups are in a different VPC than load balancer '{balancer.arn}': {arn}",
            )
        if others := set(group.load_balancer_arns) - {balancer.arn}:
            told = "The following target groups cannot be associated with more than one load balancer"
            yield "TargetGroupAssociationLimit", f"{told}: {arn}" if others else told
        is_web = group.protocol in (None, *routing.WEB)
        if (balancer.type or "application") == "application" and not is_web:
            yield balancers.CONFIGURATION, balancers.not_for_applications(arn, group.protocol)


def _forwarded(action: Mapping[str, Any]) -> Iterator[str]:
    if arn := action.get("TargetGroupArn"):
        yield arn
    yield from (
        target_group["TargetGroupArn"] for target_group in (action.get("ForwardConfig") or {}).get("TargetGroups") or ()
    )


def _rule(account: Account, call: Call) -> None:
    asked, arn = call.params, call.params["ListenerArn"]
    _refuse(routing.wrong_numbers(asked), routing.wrong_conditions(asked.get("Conditions") or []))
    for balancer in _kept(account, call).load_balancers.values():
        if listener := balancer.listeners.get(arn):
            if any(str(rule.priority) == str(asked["Priority"]) for rule in listener._non_default_rules.values()):
                raise Refused(*routing.taken_priority(asked["Priority"]), 400)
            _refuse(_wrong_targets(account, call, asked.get("Actions") or (), balancer))


def _rule_change(account: Account, call: Call) -> None:
    if "Conditions" in call.params:
        _refuse(routing.wrong_conditions(call.params["Conditions"]))


def _kept(account: Account, call: Call) -> Any:
    return backend("elbv2", account.account_id, call.region)

"""What Elastic Load Balancing refuses of target groups, listeners and rules as they stand in the call.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
Messages as users report them: intervals in github.com/hashicorp/terraform-provider-aws/issues/48070, certificates in
github.com/cn-terraform/terraform-aws-nexus/issues/42 and github.com/awslabs/fargatecli/issues/104, conditions in
github.com/aws/aws-cdk/issues/10065. In which words paths and protocols of checks are refused no page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.elbv2.balancers import CONFIGURATION, LONGEST_NAME, NAME, VALIDATION

RANGES = {
    "Port": ("port", 1, 65_535),
    "HealthCheckIntervalSeconds": ("healthCheckIntervalSeconds", 5, 300),
    "HealthCheckTimeoutSeconds": ("healthCheckTimeoutSeconds", 2, 120),
    "HealthyThresholdCount": ("healthyThresholdCount", 2, 10),
    "UnhealthyThresholdCount": ("unhealthyThresholdCount", 2, 10),
    "Priority": ("priority", 1, 50_000),
}
SECURE, PLAIN = ("HTTPS", "TLS"), ("HTTP", "TCP", "UDP", "TCP_UDP")
WEB = ("HTTP", "HTTPS")
CHECKED_BY = ("HTTP", "HTTPS", "TCP")
MOST_VALUES = 5
MOST_WILDCARDS = 6
ONCE = ("http-request-method", "host-header", "path-pattern", "source-ip")
"""What a rule asks at most once; headers and query strings it may ask several times."""
OF_BALANCERS: Mapping[str, tuple[int, int] | None] = {
    "access_logs.s3.bucket": None, "access_logs.s3.enabled": None, "access_logs.s3.prefix": None,
    "client_keep_alive.seconds": (60, 604_800), "connection_logs.s3.bucket": None, "connection_logs.s3.enabled": None,
    "connection_logs.s3.prefix": None, "deletion_protection.enabled": None, "dns_record.client_routing_policy": None,
    "health_check_logs.s3.bucket": None, "health_check_logs.s3.enabled": None, "health_check_logs.s3.prefix": None,
    "idle_timeout.timeout_seconds": (1, 4000), "ipv6.deny_all_igw_traffic": None,
    "load_balancing.cross_zone.enabled": None, "routing.http.desync_mitigation_mode": None,
    "routing.http.drop_invalid_header_fields.enabled": None, "routing.http.preserve_host_header.enabled": None,
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": None, "routing.http.xff_client_port.enabled": None,
    "routing.http.xff_header_processing.mode": None, "routing.http2.enabled": None,
    "secondary_ips.auto_assigned.per_subnet": (0, 7), "waf.fail_open.enabled": None, "zonal_shift.config.enabled": None,
}  # fmt: skip
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html"""
OF_GROUPS: Mapping[str, tuple[int, int] | None] = {
    "deregistration_delay.connection_termination.enabled": None, "deregistration_delay.timeout_seconds": (0, 3600),
    "lambda.multi_value_headers.enabled": None, "load_balancing.algorithm.anomaly_mitigation": None,
    "load_balancing.algorithm.type": None, "load_balancing.cross_zone.enabled": None,
    "preserve_client_ip.enabled": None,
    "proxy_protocol_v2.enabled": None, "slow_start.duration_seconds": (0, 900),
    "stickiness.app_cookie.cookie_name": None,
    "stickiness.app_cookie.duration_seconds": (1, 604_800), "stickiness.enabled": None,
    "stickiness.lb_cookie.duration_seconds": (1, 604_800), "stickiness.type": None,
    "target_failover.on_deregistration": None, "target_failover.on_unhealthy": None,
    "target_group_health.dns_failover.minimum_healthy_targets.count": None,
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": None,
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": None,
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": None,
    "target_health_state.unhealthy.connection_termination.enabled": None,
    "target_health_state.unhealthy.draining_interval_seconds": (0, 360_000),
}  # fmt: skip
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html"""
POLICY = "ELBSecurityPolicy-"
PROTOCOLS: Mapping[str, tuple[str, ...]] = {
    "application": ("HTTP", "HTTPS"),
    "network": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
}
"""Kind of load balancer -> what its listeners speak; those of gateways name none."""


def taken_port(balancer: str) -> Refusal:
    """The refusal of a second listener on a port."""
    return "DuplicateListener", f"A listener already exists on this port for this load balancer '{balancer}'"


def taken_priority(priority: Any) -> Refusal:
    """The refusal of a second rule with a priority."""
    return "PriorityInUse", f"Priority '{priority}' is currently in use"


def wrong_protocol(protocol: Any, kind: str) -> Iterator[Refusal]:
    """What a listener of a kind of load balancer does not speak."""
    spoken = PROTOCOLS.get(kind)
    if spoken and protocol is not None and protocol not in spoken:
        yield VALIDATION, f"Listener protocol '{protocol}' must be one of '{', '.join(spoken)}'"


def wrong_matcher(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """API_Matcher.html: which codes a balancer of HTTP may take for health; in our words."""
    codes = re.findall(r"\d+", str((asked.get("Matcher") or {}).get("HttpCode") or ""))
    if asked.get("Protocol") in WEB and any(not 200 <= int(code) <= 499 for code in codes):
        yield VALIDATION, "Health check matcher HTTP codes must be within '200-499'"


def wrong_place(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What a new target group lacks, unless a function is its target."""
    if asked.get("TargetType") == "lambda":
        return
    for name, told in (("Protocol", "A protocol"), ("Port", "A port"), ("VpcId", "A VPC ID")):
        if asked.get(name) is None:
            yield VALIDATION, f"{told} must be specified"


def wrong_name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a target group."""
    name = asked.get("Name") or ""
    if len(name) > LONGEST_NAME:
        yield VALIDATION, f"Target group name '{name}' cannot be longer than '{LONGEST_NAME}' characters"
    if not NAME.fullmatch(name):
        told = "can only contain characters that are alphanumeric characters or hyphens(-)"
        yield VALIDATION, f"Target group name '{name}' {told}"
    if name.startswith("-") or name.endswith("-"):
        yield VALIDATION, f"Target group name '{name}' cannot begin or end with '-'"


def wrong_numbers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the numbers of a call."""
    for name, (field, least, most) in RANGES.items():
        if asked.get(name) is None:
            continue
        value = int(asked[name])
        beyond = f"greater than or equal to {least}" if value < least else f"less than or equal to {most}"
        if not least <= value <= most:
            yield (
                VALIDATION,
                f"1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: Member must "
                f"have value {beyond}",
            )


def wrong_checks(asked: Mapping[str, Any], protocol: str | None, kind: str) -> Iterator[Refusal]:
    """What is wrong with health checks; `asked` says how they would be, `protocol` is that of the group."""
    interval, timeout = asked.get("HealthCheckIntervalSeconds"), asked.get("HealthCheckTimeoutSeconds")
    if interval is not None and timeout is not None and int(timeout) >= int(interval):
        yield VALIDATION, "Health check interval must be greater than the timeout."
    by = asked.get("HealthCheckProtocol")
    if by is not None and by not in CHECKED_BY:
        yield CONFIGURATION, f"Health check protocol '{by}' is not supported"
    if by == "TCP" and protocol in WEB:
        yield (
            CONFIGURATION,
            f"Health check protocol 'TCP' is not supported for target groups with the {protocol} protocol",
        )
    if asked.get("HealthCheckEnabled") is False and kind != "lambda":
        yield VALIDATION, f"Health check enabled must be true for target groups with target type '{kind}'"
    path = asked.get("HealthCheckPath")
    if path is not None and not str(path).startswith("/"):
        yield VALIDATION, f"Health check path '{path}' must begin with a '/' character"
    if asked.get("ProtocolVersion") is not None and protocol not in WEB:
        yield VALIDATION, f"A protocol version cannot be specified for target groups with the {protocol} protocol"


def wrong_attributes(attributes: Mapping[str, Any], known: Mapping[str, tuple[int, int] | None]) -> Iterator[Refusal]:
    """What is wrong with attributes: names that there are not, numbers out of their range, which `known` gives."""
    for name, value in attributes.items():
        if name not in known:
            what = "Target group" if known is OF_GROUPS else "Load balancer"
            yield VALIDATION, f"{what} attribute key '{name}' is not recognized"
        elif (span := known[name]) is not None:
            least, most = span
            text = str(value)
            if not text.isdigit() or not least <= int(text) <= most:
                yield VALIDATION, f"'{name}' value '{text}' must be between '{least}-{most}' inclusive"


def wrong_security(protocol: str | None, policy: str | None, certificates: Sequence[Any]) -> Iterator[Refusal]:
    """What is wrong with certificates and policy of a listener."""
    if protocol in SECURE and not certificates:
        yield VALIDATION, f"A certificate must be specified for {protocol} listeners"
    if protocol in PLAIN and certificates:
        yield VALIDATION, f"A certificate cannot be specified for {protocol} listeners"
    if protocol in PLAIN and policy:
        yield VALIDATION, f"An SSL policy cannot be specified for {protocol} listeners"
    if policy and not policy.startswith(POLICY):
        yield "SSLPolicyNotFound", f"SSL policy '{policy}' not found"
    if len(certificates) > 1:
        said = f"Up to '1' certificate ARNs can be specified, but '{len(certificates)}' were specified"
        yield "TooManyCertificates", said


LAST = ("forward", "fixed-response", "redirect")


def wrong_actions(actions: Sequence[Mapping[str, Any]], protocol: str | None, port: Any) -> Iterator[Refusal]:
    """What is wrong with the actions of a listener, and with its redirects; a rule's may lead to another path of it."""
    ends = [action.get("Type") in LAST for action in actions]
    if ends and (sum(ends) != 1 or not ends[-1]):
        # API_Action.html; in our words.
        yield "InvalidLoadBalancerAction", f"The last action, and no other, must be one of {', '.join(LAST)}."
    for action in actions:
        if action.get("Type") == "redirect":
            yield from _wrong_redirect(action.get("RedirectConfig") or {}, protocol, port)


def _wrong_redirect(to: Mapping[str, Any], protocol: str | None, port: Any) -> Iterator[Refusal]:
    def same(name: str, *usual: Any) -> bool:
        return to.get(name) in (None, *usual)

    stays = same("Protocol", "#{protocol}", protocol) and same("Port", "#{port}", str(port))
    if stays and same("Host", "#{host}") and same("Path", "/#{path}") and same("Query", "#{query}"):
        yield "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop."
    if protocol == "HTTPS" and to.get("Protocol") == "HTTP":
        yield "InvalidLoadBalancerAction", "You cannot redirect HTTPS to HTTP."


def wrong_conditions(conditions: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """What is wrong with the conditions of a rule."""
    if not conditions:
        yield VALIDATION, "A condition must be specified"
    fields = [condition.get("Field") for condition in conditions]
    for field in ONCE:
        if fields.count(field) > 1:
            yield VALIDATION, f"A rule can only have one '{field}' condition"
    values = [value for condition in conditions for value in _values(condition)]
    if len(values) > MOST_VALUES:
        yield VALIDATION, f"A rule can only have '{MOST_VALUES}' condition values"
    if sum(value.count("*") + value.count("?") for value in values) > MOST_WILDCARDS:
        yield VALIDATION, f"A rule can only have '{MOST_WILDCARDS}' condition wildcards"


def _values(condition: Mapping[str, Any]) -> Iterator[str]:
    """The values of a condition, in whichever of its two forms."""
    kept = [condition, *(value for name, value in condition.items() if name.endswith("Config"))]
    for found in (one.get("Values") or () for one in kept):
        for value in found:
            yield value if isinstance(value, str) else f"{value.get('Key', '')}={value.get('Value', '')}"

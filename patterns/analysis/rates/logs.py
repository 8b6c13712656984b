"""CloudWatch Logs: what is written, what is kept, and the logs that AWS delivers itself, flow logs among them.

A log group holds what functions, state machines and flow logs of the template write to it, so much a call; only one
that nobody in the template writes to has a quantity of its own. A group that nothing expires has gathered everything
since the first month. Not modelled: the cheaper rates beyond 10 TB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Setting, Uncounted, Unpriceable
from patterns.analysis.prices import factor
from patterns.analysis.quantity import DAYS_A_MONTH, Quantity
from patterns.template.properties import at

TO_LOGS, TO_S3 = "cloud-watch-logs", "s3"
GROUP = "AWS::Logs::LogGroup"


@dataclass
class Written:
    """GB a month that resources of the template write to a log group: by itself, and delivered by AWS at its price."""

    ingested: float = 0.0
    delivered: float = 0.0


def of_function(billed: Billed) -> float:
    """GB that a function writes to its log in a month: what the platform says of each call, and its own lines."""
    return billed.used("invocations") * billed.used("log_bytes") / 1e9


def of_machine(billed: Billed) -> float:
    """GB that a state machine writes to its log in a month, where it logs every event."""
    if billed.value("LoggingConfiguration", "Level") != "ALL":
        return 0.0
    return billed.used("executions") * billed.used("transitions") * billed.used("event_log_bytes") / 1e9


def group_of(function: Billed) -> Billed | None:
    """The log group of the template that a function writes to: the one it names, or the one with its name."""
    named = function.named("LoggingConfig", "LogGroup")
    if named is not None:
        return named
    wanted = f"/aws/lambda/{at(function.resource.properties, 'FunctionName')}"
    for group in function.setting.by_type.get(GROUP, ()):
        name = at(group.resource.properties, "LogGroupName")
        if function.setting.named(name) is function or (isinstance(name, str) and name == wanted):
            return group
    return None


@lru_cache(maxsize=1)
def _written(setting: Setting) -> Mapping[Billed, Written]:
    found: dict[Billed, Written] = {}
    for log in setting.by_type.get("AWS::EC2::FlowLog", ()):
        group = log.named("LogGroupName") or log.named("LogDestination")
        if group is not None:
            found.setdefault(group, Written()).delivered += log.used("flow_log_gb")
    for function in setting.by_type.get("AWS::Lambda::Function", ()):
        group = group_of(function)
        if group is not None:
            found.setdefault(group, Written()).ingested += of_function(function)
    for machine in setting.by_type.get("AWS::StepFunctions::StateMachine", ()):
        path = ("LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn")
        group = machine.named(*path)
        if group is not None:
            found.setdefault(group, Written()).ingested += of_machine(machine)
    return found


def written(billed: Billed) -> Written:
    """What is written to a group in a month: by whom the template names, else as much as the usage says."""
    _check_class(billed)
    found = _written(billed.setting).get(billed)
    given = billed.setting.usage.given("log_gb", billed.resource.logical_id)
    if found is None or given is not None:
        return Written(billed.used("log_gb"))
    return found


def ingested(billed: Billed) -> float:
    """GB that applications write to the group in a month."""
    return written(billed).ingested


def stored(billed: Billed) -> float:
    """GB the group keeps, compressed, between its first month and its retention."""
    found = written(billed)
    return kept(billed, found.ingested + found.delivered, billed.number("RetentionInDays", default=float("inf")))


def kept(billed: Billed, gb_a_month: float, days: float = float("inf")) -> float:
    """GB kept, compressed, of what is written in a month, for `days` or since the first month."""
    return gb_a_month * min(days, billed.days) / DAYS_A_MONTH * factor("logs.archived-share")


def destination(billed: Billed) -> str:
    """Where a flow log goes: a log group or a bucket."""
    log_destination_type = str(billed.value("LogDestinationType", default=TO_LOGS))
    if log_destination_type not in (TO_LOGS, TO_S3):
        raise Unpriceable(f"the price of delivery to {log_destination_type} is not confirmed")
    return log_destination_type


def conversion(billed: Billed) -> str | None:
    """Why the conversion of a flow log has no price."""
    is_parquet = billed.value("DestinationOptions", "FileFormat") == "parquet"
    return "the price of the conversion is not confirmed" if is_parquet else None


def protection(billed: Billed) -> str | None:
    """Why looking for personal data has no price."""
    return "the price of data protection is not confirmed" if billed.value("DataProtectionPolicy") else None


def _check_class(billed: Billed) -> None:
    log_class = billed.value("LogGroupClass", default="STANDARD")
    if log_class != "STANDARD":
        raise Unpriceable(f"the price of log groups of the class {log_class} is not confirmed")


QUANTITIES: dict[str, Quantity] = {
    "log_bytes": Quantity(
        "Log of a call",
        840,
        "bytes a call",
        "What each call of a function writes: its start, its report, one line of its own, and 26 bytes for each.",
        place=90,
    ),
    "event_log_bytes": Quantity(
        "Log of a step", 1000, "bytes a transition", "Of a state machine that logs every event.", place=90
    ),
    "log_gb": Quantity(
        "Other logs", 10, "GB a month", "Written to each log group that nothing in the template writes to.", place=90
    ),
    "flow_log_gb": Quantity("Flow logs", 10, "GB a month", "Records of each flow log.", place=90),
}

RATES: dict[str, Rate] = {
    GROUP: (
        Charge("logs written", "logs.ingested", ingested),
        Charge("logs kept", "logs.stored", stored),
        Gap("data protection", protection),
        Uncounted("queries, live tail, anomaly detection, exports"),
    ),
    "AWS::EC2::FlowLog": (
        Charge("records delivered", "logs.vended.{}", lambda billed: billed.used("flow_log_gb"), kind=destination),
        Gap("conversion to Parquet", conversion),
    ),
}

"""CloudWatch Logs: what is written, what is kept, and the logs that AWS delivers itself, flow logs among them.

A log group that a flow log of the template delivers to holds its records and nothing else; a group that nothing expires
has gathered everything since the first month. Not modelled: queries, and the cheaper rates beyond 10 TB.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Setting, Unpriceable
from patterns.analysis.prices import factor
from patterns.analysis.quantity import DAYS_A_MONTH, Quantity

TO_LOGS, TO_S3 = "cloud-watch-logs", "s3"


def delivered(billed: Billed) -> float | None:
    """GB that flow logs of the template deliver to the group in a month, None if none does."""
    return _delivered(billed.setting).get(billed)


@lru_cache(maxsize=1)
def _delivered(setting: Setting) -> Mapping[Billed, float]:
    found: dict[Billed, float] = {}
    for log in setting.by_type.get("AWS::EC2::FlowLog", ()):
        group = log.named("LogGroupName") or log.named("LogDestination")
        if group is not None:
            found[group] = found.get(group, 0.0) + log.used("flow_log_gb")
    return found


def ingested(billed: Billed) -> float:
    """GB that applications write to the group in a month."""
    _check_class(billed)
    return billed.used("log_gb") if delivered(billed) is None else 0.0


def stored(billed: Billed) -> float:
    """GB the group keeps, compressed, between its first month and its retention."""
    _check_class(billed)
    from_flow_logs = delivered(billed)
    a_month = billed.used("log_gb") if from_flow_logs is None else from_flow_logs
    kept = min(billed.number("RetentionInDays", default=float("inf")), billed.days)
    return a_month * kept / DAYS_A_MONTH * factor("logs.archived-share")


def destination(billed: Billed) -> str:
    """Where a flow log goes: a log group or a bucket."""
    found = str(billed.value("LogDestinationType", default=TO_LOGS))
    if found not in (TO_LOGS, TO_S3):
        raise Unpriceable(f"the price of delivery to {found} is not confirmed")
    return found


def conversion(billed: Billed) -> str | None:
    """Why the conversion of a flow log has no price."""
    is_parquet = billed.value("DestinationOptions", "FileFormat") == "parquet"
    return "the price of the conversion is not confirmed" if is_parquet else None


def _check_class(billed: Billed) -> None:
    log_class = billed.value("LogGroupClass", default="STANDARD")
    if log_class != "STANDARD":
        raise Unpriceable(f"the price of log groups of the class {log_class} is not confirmed")


QUANTITIES: dict[str, Quantity] = {
    "log_gb": Quantity("Application logs", 10, "GB a month", "Written to each log group by applications.", place=90),
    "flow_log_gb": Quantity("Flow logs", 10, "GB a month", "Records of each flow log.", place=90),
}

RATES: dict[str, Rate] = {
    "AWS::Logs::LogGroup": (
        Charge("logs written", "logs.ingested", ingested),
        Charge("logs kept", "logs.stored", stored),
    ),
    "AWS::EC2::FlowLog": (
        Charge("records delivered", "logs.vended.{}", lambda billed: billed.used("flow_log_gb"), kind=destination),
        Gap("conversion to Parquet", conversion),
    ),
}

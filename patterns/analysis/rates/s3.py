"""S3: storage by class, requests, moves between classes, reads from the cheaper ones, downloads to the internet.

A bucket that other resources write logs to holds those logs and nothing else. Requests are priced as for Standard,
Intelligent-Tiering as if all were read often, reads from Glacier classes as standard retrievals without their requests.
Not modelled: the cheaper rates beyond 50 TB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Setting, Uncounted
from patterns.analysis.prices import factor
from patterns.analysis.quantity import DAYS_A_MONTH, Quantity
from patterns.analysis.rates._lifecycle import CHEAPER, STANDARD, Flow, current, current_days, old_versions
from patterns.template.properties import at, entries

BUCKET, FLOW_LOG = "AWS::S3::Bucket", "AWS::EC2::FlowLog"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"

CLASSES = {STANDARD: "Standard", **CHEAPER}
EXTRAS = {
    "AccelerateConfiguration": "acceleration",
    "AnalyticsConfigurations": "analytics",
    "InventoryConfigurations": "inventory",
    "MetadataTableConfiguration": "metadata tables",
    "MetricsConfigurations": "request metrics",
    "ReplicationConfiguration": "replication",
}
"""What a bucket can do besides storing, by the property that asks for it; AWS charges for each."""

WITH_RETRIEVAL = {name: words for name, words in CHEAPER.items() if name != "INTELLIGENT_TIERING"}


@lru_cache(maxsize=1)
def flows(billed: Billed) -> tuple[Flow, Flow]:
    """What the bucket holds: its current data, or the logs written to it, and its old versions."""
    written = logs_gb(billed)
    if written is None or billed.setting.usage.given("storage_gb", billed.resource.logical_id) is not None:
        return current(billed, billed.used("storage_gb")), old_versions(billed, billed.used("overwritten_gb"))
    return current(billed, written * current_days(billed) / DAYS_A_MONTH), old_versions(billed, 0.0)


def logs_gb(billed: Billed) -> float | None:
    """GB of logs that the template's resources write to the bucket in a month, None if none of them does."""
    return _written(billed.setting).get(billed)


@lru_cache(maxsize=1)
def _written(setting: Setting) -> Mapping[Billed, float]:
    """GB of logs a month by the bucket they are written to."""
    found: dict[Billed, float] = {}
    for source in setting.by_type.get(BUCKET, ()):
        target = source.named("LoggingConfiguration", "DestinationBucketName")
        if target is not None:
            found[target] = found.get(target, 0.0) + requests(source) * source.used("access_log_bytes") / 1e9
    for balancer in setting.by_type.get(BALANCER, ()):
        target = _log_bucket(balancer)
        if target is not None:
            found[target] = found.get(target, 0.0) + balancer.used("balancer_log_gb")
    for log in setting.by_type.get(FLOW_LOG, ()):
        target = log.named("LogDestination")
        if target is not None:
            found[target] = found.get(target, 0.0) + log.used("flow_log_gb")
    return found


def _log_bucket(balancer: Billed) -> Billed | None:
    """The bucket of the template that a load balancer writes its access log to."""
    found = entries(at(balancer.resource.properties, "LoadBalancerAttributes"))
    attributes = {str(at(each, "Key")): at(each, "Value") for each in found}
    if str(attributes.get("access_logs.s3.enabled")).lower() != "true":
        return None
    return balancer.setting.named(attributes.get("access_logs.s3.bucket"))


def requests(billed: Billed) -> float:
    """Requests to the bucket in a month."""
    return billed.used("put_requests") + billed.used("get_requests")


def stored(storage_class: str, billed: Billed) -> float:
    """GB-months in a storage class."""
    return sum(flow.stored(storage_class) for flow in flows(billed))


def moved(storage_class: str, billed: Billed) -> float:
    """Objects moved into a storage class in a month."""
    return sum(flow.moved(storage_class) for flow in flows(billed)) * 1000 / _object_mb(billed)


def watched(billed: Billed) -> float:
    """Objects that Intelligent-Tiering watches."""
    return stored("INTELLIGENT_TIERING", billed) * 1000 / _object_mb(billed)


def retrieved(storage_class: str, billed: Billed) -> float:
    """GB read in a month from a class that charges for it: reads spread over the classes as the data does."""
    cheaper = sum(stored(name, billed) for name in CHEAPER)
    return billed.used("retrieved_gb") * stored(storage_class, billed) / cheaper if cheaper else 0.0


def of_data(name: str) -> Callable[[Billed], float]:
    """The usage quantity of a bucket for data; zero for one that only receives logs."""
    return lambda billed: billed.used(name) if logs_gb(billed) is None else 0.0


def key_requests(billed: Billed) -> float:
    """Requests to KMS that the bucket makes for its objects: one for each of its own, fewer with a bucket key."""
    rule = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0)
    if billed.value(*rule, "ServerSideEncryptionByDefault", "SSEAlgorithm") not in ("aws:kms", "aws:kms:dsse"):
        return 0.0
    share = factor("s3.bucket-key-share") if billed.is_on(*rule, "BucketKeyEnabled") else 1.0
    return requests(billed) * share if logs_gb(billed) is None else 0.0


def extras(billed: Billed) -> str | None:
    """Why what a bucket does besides storing has no price."""
    shown = [words for name, words in EXTRAS.items() if at(billed.resource.properties, name) is not None]
    return f"the price of {', '.join(shown)} is not confirmed" if shown else None


def _object_mb(billed: Billed) -> float:
    return max(billed.used("object_mb"), 0.001)


QUANTITIES: dict[str, Quantity] = {
    "storage_gb": Quantity("Data in buckets", 100, "GB", "Current data in each bucket.", place=40),
    "overwritten_gb": Quantity(
        "Overwritten data", 10, "GB a month", "What is overwritten or deleted, and kept as old versions.", place=40
    ),
    "object_mb": Quantity(
        "Object size", 1, "MB", "Average size of an object; moves between classes are charged per object.", place=40
    ),
    "put_requests": Quantity("Writes", 50_000, "requests a month", "Writes and listings, for each bucket.", place=40),
    "get_requests": Quantity("Reads", 500_000, "requests a month", "Reads, for each bucket.", place=40),
    "retrieved_gb": Quantity(
        "Read from cheaper classes",
        10,
        "GB a month",
        "Read from data that a bucket has moved to cheaper classes.",
        place=40,
    ),
    "bucket_out_gb": Quantity(
        "Downloads", 0, "GB a month", "Downloaded from each bucket straight to the internet.", place=40
    ),
    "access_log_bytes": Quantity(
        "Access log line", 500, "bytes", "One line of a bucket's access log; every request writes one.", place=40
    ),
}

RATES: dict[str, Rate] = {
    BUCKET: (
        *(Charge(f"storage, {words}", f"s3.storage.{name}", partial(stored, name)) for name, words in CLASSES.items()),
        Charge("writes and listings", "s3.requests.put", of_data("put_requests")),
        Charge("reads", "s3.requests.get", of_data("get_requests")),
        *(
            Charge(f"moves to {words}", f"s3.transition.{name}", partial(moved, name))
            for name, words in CHEAPER.items()
        ),
        Charge("objects watched, Intelligent-Tiering", "s3.monitoring.INTELLIGENT_TIERING", watched),
        *(
            Charge(f"reads from {words}", f"s3.retrieval.{name}", partial(retrieved, name))
            for name, words in WITH_RETRIEVAL.items()
        ),
        Charge("KMS requests for its objects", "kms.requests", key_requests),
        Charge("downloads to the internet", "transfer.internet-out", of_data("bucket_out_gb")),
        Gap("extras", extras),
        Uncounted("tags of objects, batch operations, data to other regions"),
    )
}

"""Spot prices in moto's EC2: those of the account's own pools, filtered and in pages.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
Not modelled: prices of other products than Linux: there are none of them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING, Any

from patterns.sandbox.services.ec2.patches import spot as ec2_spot

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.market import Pool
    from patterns.sandbox.services.ec2.spot.service import Spot

LINUX = ("Linux/UNIX", "Linux/UNIX (Amazon VPC)")
"""What a price is for: the same under both names."""

MOST_PRICES = 1000
KEPT = timedelta(days=90)

Change = tuple[datetime, str, "Pool", float]

OF_POOLS = frozenset({"availability-zone", "availability-zone-id", "instance-type"})
OF_PRICES: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "spot-price": lambda one: str(one["SpotPrice"]),
    "timestamp": lambda one: f"{one['Timestamp'].astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
}
PRODUCT = "product-description"


def apply() -> None:
    """Tell the prices of the account's pools."""
    from moto.ec2.responses.spot_instances import SpotInstances

    SpotInstances.describe_spot_price_history = _describe


def page(self: Any) -> tuple[int, int]:
    """The first entry of the page that is asked for, and how many it may have at most."""
    token, most = self._get_param("NextToken") or "0", self._get_int_param("MaxResults") or MOST_PRICES
    if not str(token).isdigit():
        raise _refusal("InvalidParameterValue", "Unable to parse pagination token")
    return int(token), min(MOST_PRICES, most)


def _refusal(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)  # type: ignore[no-any-return]


def _describe(self: Any) -> Any:
    """The changes of prices between two moments, latest first, and of each pool the one in force at the first."""
    from moto.core.responses import ActionResult

    self.error_on_dryrun()
    spot, filters, (first, most) = ec2_spot.spot_of(self.region), _filters(self), page(self)
    products = filters.pop(PRODUCT, None)
    is_told = products is None or any(fnmatchcase(one, value) for one in LINUX for value in products)
    told: list[dict[str, Any]] = []
    if is_told:
        told = list(islice(_told(self, spot, filters), first, first + most + 1))
    more = str(first + most) if len(told) > most else ""
    return ActionResult({"SpotPriceHistory": told[:most], "NextToken": more})


def _filters(self: Any) -> dict[str, list[str]]:
    """What is to be told, by the name of a filter; a parameter of the same meaning narrows it further."""
    filters: dict[str, list[str]] = dict(self._filters_from_querystring())
    for name in filters:
        if name not in (*OF_POOLS, *OF_PRICES, PRODUCT):
            raise _refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
    zone, zone_id = self._get_param("AvailabilityZone"), self._get_param("AvailabilityZoneId")
    if zone and zone_id:
        told = "Either AvailabilityZone or AvailabilityZoneId can be specified, but not both"
        raise _refusal("InvalidParameterCombination", told)
    named = {
        "instance-type": self._get_param("InstanceTypes", []), "availability-zone": [zone] if zone else [],
        "availability-zone-id": [zone_id] if zone_id else [], PRODUCT: self._get_param("ProductDescriptions", []),
    }  # fmt: skip
    for name, values in named.items():
        if values:
            before = filters.get(name)
            filters[name] = values if before is None else [value for value in values if _fits(value, before)]
    return filters


def _fits(text: str, values: list[str] | None) -> bool:
    """Whether a text is one of the values of a filter, which may have wildcards."""
    return values is None or any(fnmatchcase(text, value) for value in values)


def _told(self: Any, spot: Spot, filters: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    from patterns.sandbox.services.ec2.spot.launch_options import moment

    until = min(spot.now, moment(self._get_param("EndTime")) or spot.now)
    since = max(spot.now - KEPT, moment(self._get_param("StartTime")) or spot.now - KEPT)
    ids = dict(_pools(self, filters))
    for at, _, pool, price in heapq.merge(*(_of_pool(spot, pool, since, until) for pool in sorted(ids)), key=_latest):
        one = {
            "InstanceType": pool.instance_type, "ProductDescription": LINUX[0], "SpotPrice": f"{price:.6f}",
            "AvailabilityZone": pool.zone, "AvailabilityZoneId": ids[pool], "Timestamp": at,
        }  # fmt: skip
        if all(_fits(OF_PRICES[name](one), filters[name]) for name in OF_PRICES if name in filters):
            yield one


def _pools(self: Any, filters: Mapping[str, list[str]]) -> Iterator[tuple[Pool, str]]:
    """The pools whose prices are asked for, each with the id of its zone."""
    from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS

    from patterns.sandbox.services.ec2.spot.market import Pool

    ids = {zone.name: zone.zone_id for zone in self.ec2_backend.describe_availability_zones()}
    for one in INSTANCE_TYPE_OFFERINGS["availability-zone"].get(self.region, ()):
        kind, zone = one["InstanceType"], one["Location"]
        asked = (("instance-type", kind), ("availability-zone", zone), ("availability-zone-id", ids.get(zone, "")))
        if all(_fits(text, filters.get(name)) for name, text in asked):
            yield Pool(kind, zone), ids.get(zone, "")


def _of_pool(spot: Spot, pool: Pool, since: datetime, until: datetime) -> Iterator[Change]:
    for at, price in spot.market.history(pool).price_changes(until):
        yield at, str(pool), pool, price
        if at <= since:
            return


def _latest(change: Change) -> tuple[float, str]:
    return -change[0].timestamp(), change[1]

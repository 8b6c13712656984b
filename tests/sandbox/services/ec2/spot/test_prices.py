"""The history of Spot prices, as its API tells it.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html
"""

from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.market import Pool

POOL = Pool("m5.large", "us-east-1a")
WEEK = {"StartTime": START - timedelta(days=7)}


def prices(aws, *filters, **asked):
    named = [{"Name": name, "Values": list(values)} for name, *values in filters]
    return aws.client("ec2").describe_spot_price_history(Filters=named, **asked)["SpotPriceHistory"]


def pools(found):
    return {(one["InstanceType"], one["AvailabilityZone"]) for one in found}


@pytest.mark.slow
def test_prices_are_those_of_the_pools_latest_first(aws):
    ec2, pool = aws.client("ec2"), Pool("m5.large", "us-east-1a")

    asked = {"InstanceTypes": ["m5.large"], "AvailabilityZone": pool.zone, "ProductDescriptions": ["Linux/UNIX"]}
    spot_price_history = ec2.describe_spot_price_history(**asked, StartTime=aws.clock.now)["SpotPriceHistory"]
    pages = ec2.get_paginator("describe_spot_price_history").paginate(InstanceTypes=["m5.large"])
    whole = [one for page in pages for one in page["SpotPriceHistory"]]

    [now] = spot_price_history  # the one that is in force
    assert float(now["SpotPrice"]) == aws.spot.price_usd(pool)
    times = [one["Timestamp"] for one in whole]
    assert times == sorted(times, reverse=True)
    assert {one["AvailabilityZone"] for one in whole} > {"us-east-1a", "us-east-1b"}
    assert len(whole) > 1000
    assert isinstance(times[-1], datetime)
    windows = ec2.describe_spot_price_history(**asked | {"ProductDescriptions": ["Windows"]})
    assert windows["SpotPriceHistory"] == []


@pytest.mark.slow
def test_filters_choose_pools_by_name_and_by_wildcard(aws):
    zone = next(zone for zone in aws.client("ec2").describe_availability_zones()["AvailabilityZones"]
                if zone["ZoneName"] == POOL.zone)  # fmt: skip

    assert pools(prices(aws, ("instance-type", "m5.large"), ("availability-zone", POOL.zone))) == {tuple(POOL)}
    by_id = prices(aws, ("instance-type", "m5.large"), ("availability-zone-id", zone["ZoneId"]))
    assert (pools(by_id), {one["AvailabilityZoneId"] for one in by_id}) == ({tuple(POOL)}, {zone["ZoneId"]})
    assert by_id == prices(aws, InstanceTypes=["m5.large"], AvailabilityZoneId=zone["ZoneId"])
    some = pools(prices(aws, ("instance-type", "m5.?large", "m5.large"), AvailabilityZone=POOL.zone, **WEEK))
    assert some == {("m5.large", POOL.zone), ("m5.xlarge", POOL.zone)}
    both = prices(aws, ("instance-type", "m5.*"), InstanceTypes=["m5.large", "c5.large"], AvailabilityZone=POOL.zone)
    assert pools(both) == {tuple(POOL)}


def test_filters_choose_prices_moments_and_products(aws):
    asked = {"InstanceTypes": ["m5.large"], "AvailabilityZone": POOL.zone} | WEEK
    whole = prices(aws, **asked)
    first = whole[0]

    assert [price["SpotPrice"] for price in prices(aws, ("spot-price", first["SpotPrice"]), **asked)] == [
        one["SpotPrice"] for one in whole if one["SpotPrice"] == first["SpotPrice"]
    ]
    assert prices(aws, ("spot-price", "9.*"), **asked) == []
    assert prices(aws, ("timestamp", f"{first['Timestamp']:%Y-%m-%dT%H:%M:%SZ}"), **asked) == [first]
    day = first["Timestamp"].date()
    assert prices(aws, ("timestamp", f"{day}*"), **asked) == [one for one in whole if one["Timestamp"].date() == day]
    assert prices(aws, ("product-description", "Linux/UNIX (Amazon VPC)"), **asked) == whole
    assert prices(aws, ("product-description", "Windows"), **asked) == []


@pytest.mark.slow
def test_prices_come_in_pages_that_join_to_the_whole(aws):
    ec2, asked = aws.client("ec2"), {"InstanceTypes": ["m5.large"]} | WEEK

    first = ec2.describe_spot_price_history(MaxResults=10, **asked)
    pages = ec2.get_paginator("describe_spot_price_history").paginate(PaginationConfig={"PageSize": 7}, **asked)
    whole = ec2.describe_spot_price_history(**asked)

    assert len(first["SpotPriceHistory"]) == 10
    assert first["NextToken"]
    assert [one for page in pages for one in page["SpotPriceHistory"]] == whole["SpotPriceHistory"]
    assert whole["NextToken"] == ""


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        ({"Filters": [{"Name": "colour", "Values": ["x"]}]}, "InvalidParameterValue", "The filter 'colour' is invalid"),
        ({"AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1"}, "InvalidParameterCombination",
         "Either AvailabilityZone or AvailabilityZoneId can be specified, but not both"),
        ({"NextToken": "page two"}, "InvalidParameterValue", "Unable to parse pagination token"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(aws, asked, code, message):
    with pytest.raises(ClientError) as refused:
        aws.client("ec2").describe_spot_price_history(**asked)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == (code, message)

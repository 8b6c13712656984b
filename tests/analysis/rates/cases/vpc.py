"""Bills by hand of what `rates/vpc.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, SUBNETS, VPC, Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "elastic address": (one("AWS::EC2::EIP", Domain="vpc"), {"public IPv4 address": HOURS * 0.005}),
    "zonal gateway": (
        one("AWS::EC2::NatGateway", SubnetId="subnet-1", AllocationId="eipalloc-1"),
        {"gateway": HOURS * 0.045, "data through it": 100 * 0.045},
    ),
    "one of two gateways": (
        one("AWS::EC2::NatGateway", SubnetId="subnet-1") | {"Two": {"Type": "AWS::EC2::NatGateway"}},
        {"gateway": HOURS * 0.045, "data through it": 50 * 0.045},
    ),
    "regional gateway": (
        VPC | SUBNETS | one("AWS::EC2::NatGateway", AvailabilityMode="regional", VpcId={"Ref": "Net"}),
        {
            "gateway": 3 * HOURS * 0.045,
            "data through it": 100 * 0.045,
            "its public IPv4 addresses": 3 * HOURS * 0.005,
        },
    ),
    "regional gateway with addresses": (
        one(
            "AWS::EC2::NatGateway",
            AvailabilityMode="regional",
            AvailabilityZoneAddresses=[{"AvailabilityZone": "us-east-1a"}, {"AvailabilityZone": "us-east-1b"}],
        ),
        {"gateway": 2 * HOURS * 0.045, "data through it": 100 * 0.045},
    ),
    "gateway endpoint": (one("AWS::EC2::VPCEndpoint", VpcId="vpc-1"), {}),
    "interface endpoint": (
        SUBNETS
        | VPC
        | one(
            "AWS::EC2::VPCEndpoint",
            VpcEndpointType="Interface",
            SubnetIds=[{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
        ),
        {"endpoint, each zone": 2 * HOURS * 0.01, "data through it": 10 * 0.01},
    ),
    "internet gateway": (one("AWS::EC2::InternetGateway"), {"data to the internet": 100 * 0.09}),
    "network of one zone": (one("AWS::EC2::VPC"), {}),
    "network of two zones": (
        one("AWS::EC2::VPC")
        | {
            name: {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "One"}, "AvailabilityZone": name}}
            for name in ("A", "B")
        },
        {"data between zones": 2 * 100 * 0.01},
    ),
}

UNPRICED: Gaps = {
    "address of one's own": (
        one("AWS::EC2::EIP", PublicIpv4Pool="ipv4pool-1"),
        ["addresses from a PublicIpv4Pool may be your own, which AWS does not charge for"],
    ),
    "regional gateway elsewhere": (
        one("AWS::EC2::NatGateway", AvailabilityMode="regional", VpcId="vpc-1"),
        ["gateway, its public IPv4 addresses: its zones are those of subnets that are not in this template"],
    ),
    "other endpoint": (
        one("AWS::EC2::VPCEndpoint", VpcEndpointType="GatewayLoadBalancer"),
        ["endpoint: the price of GatewayLoadBalancer endpoints is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::EC2::NatGateway": {
        "hours": "gateway",
        "data processed": "data through",
        "public IPv4": "public IPv4",
    },
    "AWS::EC2::EIP": {
        "public IPv4": "public IPv4",
    },
    "AWS::EC2::VPCEndpoint": {
        "hours": "endpoint, each zone",
        "data processed": "data through",
        "gateway": "endpoint",
    },
    "AWS::EC2::InternetGateway": {
        "data transfer": "data to",
    },
    "AWS::EC2::VPC": {
        "between zones": "between zones",
        "other regions": "other regions",
    },
}

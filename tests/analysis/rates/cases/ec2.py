"""Bills by hand of what `rates/ec2.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import (
    FROM_TEMPLATE,
    HOURS,
    ROOT,
    SPOT,
    SUBNETS,
    TEMPLATE,
    VPC,
    Billed,
    Costs,
    Gaps,
    launch_template,
    one,
)

BY_HAND: Costs = {
    "instance": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId={"Ref": "SubnetB"}, **ROOT),
        {"instance on demand": HOURS * 0.0104, "storage, gp3": 20 * 0.08},
    ),
    "instance watched every minute": (
        VPC
        | SUBNETS
        | one("AWS::EC2::Instance", InstanceType="t3.micro", Monitoring=True, SubnetId={"Ref": "SubnetB"}, **ROOT),
        {"instance on demand": HOURS * 0.0104, "storage, gp3": 20 * 0.08, "detailed monitoring": 7 * 0.30},
    ),
    "instance as Spot": (
        VPC | SUBNETS | SPOT | one("AWS::EC2::Instance", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE),
        {"instance as Spot": HOURS * 0.00302, "storage, gp3": 20 * 0.08},
    ),
    "instance in a public subnet": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t4g.small", SubnetId={"Ref": "SubnetA"}, **ROOT),
        {
            "instance on demand": HOURS * 0.0168,
            "storage, gp3": 20 * 0.08,
            "public IPv4 address": HOURS * 0.005,
            "data to the internet": 10 * 0.09,
        },
    ),
    "instance in the default network": (
        one("AWS::EC2::Instance", InstanceType="r6i.xlarge", **ROOT),
        {
            "instance on demand": HOURS * 0.252,
            "storage, gp3": 20 * 0.08,
            "public IPv4 address": HOURS * 0.005,
            "data to the internet": 10 * 0.09,
        },
    ),
    "instance from a template": (
        TEMPLATE | one("AWS::EC2::Instance", NetworkInterfaces=[{"AssociatePublicIpAddress": False}], **FROM_TEMPLATE),
        {"instance on demand": HOURS * 0.0816, "storage, gp3": 20 * 0.08},
    ),
    "instance that says otherwise": (
        TEMPLATE
        | one(
            "AWS::EC2::Instance",
            InstanceType="c7g.large",
            NetworkInterfaces=[{"AssociatePublicIpAddress": False}],
            **FROM_TEMPLATE,
        ),
        {"instance on demand": HOURS * 0.0725, "storage, gp3": 20 * 0.08},
    ),
    "group": (
        VPC
        | SUBNETS
        | TEMPLATE
        | one(
            "AWS::AutoScaling::AutoScalingGroup",
            MinSize="1",
            DesiredCapacity="3",
            MaxSize="6",
            VPCZoneIdentifier=[{"Ref": "SubnetB"}, {"Ref": "SubnetC"}],
            **FROM_TEMPLATE,
        ),
        {"instance on demand": 3 * HOURS * 0.0816, "storage, gp3": 3 * 20 * 0.08},
    ),
    "group as Spot, watched every minute": (
        VPC
        | SUBNETS
        | launch_template(
            InstanceType="m5.large", InstanceMarketOptions={"MarketType": "spot"}, Monitoring={"Enabled": True}, **ROOT
        )
        | one(
            "AWS::AutoScaling::AutoScalingGroup",
            MinSize="2",
            MaxSize="6",
            VPCZoneIdentifier=[{"Ref": "SubnetB"}, {"Ref": "SubnetC"}],
            **FROM_TEMPLATE,
        ),
        {
            "instance as Spot": 2 * HOURS * 0.04804,
            "storage, gp3": 2 * 20 * 0.08,
            "detailed monitoring": 2 * 7 * 0.30,
        },
    ),
}

UNPRICED: Gaps = {
    "other instance type": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="p5.48xlarge", SubnetId={"Ref": "SubnetB"}, **ROOT),
        ["instance on demand: no price of ec2.instance.p5.48xlarge in us-east-1 is confirmed"],
    ),
    "root volume of the image": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId={"Ref": "SubnetB"}),
        ["root volume: its size and type come from the image: declare it in BlockDeviceMappings"],
    ),
    "subnet elsewhere": (
        one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId="subnet-1", **ROOT),
        ["public IPv4 address, data to the internet: whether the subnet subnet-1 gives one is not in this template"],
    ),
    "dedicated hardware": (
        VPC
        | SUBNETS
        | one("AWS::EC2::Instance", InstanceType="t3.micro", Tenancy="dedicated", SubnetId={"Ref": "SubnetB"}, **ROOT),
        ["instance: the price of dedicated hardware is not confirmed"],
    ),
    "spot of a type without a sample": (
        VPC
        | SUBNETS
        | SPOT
        | one("AWS::EC2::Instance", InstanceType="t4g.small", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE),
        [
            "instance as Spot: no price of ec2.spot.t4g.small in us-east-1 is confirmed: "
            "the usage spot_discount gives one"
        ],
    ),
    "volume type of the image": (
        VPC
        | SUBNETS
        | one(
            "AWS::EC2::Instance",
            InstanceType="t3.micro",
            SubnetId={"Ref": "SubnetB"},
            BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20}}],
        ),
        ["storage: its type comes from the image: give VolumeType"],
    ),
    "launch template elsewhere": (
        one("AWS::EC2::Instance", LaunchTemplate={"LaunchTemplateId": "lt-1", "Version": "1"}),
        ["its launch template is not in this template"],
    ),
}

BILLED: Billed = {
    "AWS::EC2::Instance": {
        "instance hours": "instance on demand",
        "spot": "instance as Spot",
        "savings plans": "Savings Plan",
        "dedicated hardware": "instance",
        "surplus CPU credits": "CPU credits",
        "EBS volumes": "storage",
        "IOPS": "IOPS",
        "throughput": "throughput",
        "root volume": "root volume",
        "public IPv4": "public IPv4",
        "detailed monitoring": "detailed monitoring",
        "licences": "licences",
        "data transfer": "data to",
    },
}
BILLED["AWS::AutoScaling::AutoScalingGroup"] = BILLED["AWS::EC2::Instance"]

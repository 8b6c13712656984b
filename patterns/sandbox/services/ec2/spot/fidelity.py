"""What Spot Instances do here, and what they do not; `ec2.fidelity` adds it to its own."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import ABSENT, SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "Spot Instances are given as far as their pool has room, and taken back with a notice when it has none.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-interruptions.html",
        """
        launched = fleet.template()["Resources"]["Group"]["Properties"]["LaunchTemplate"]
        mixed = {
            "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": 0},
            "LaunchTemplate": {"LaunchTemplateSpecification": launched},
        }
        aws.deploy(fleet.template(MixedInstancesPolicy=mixed, LaunchTemplate={"Ref": "AWS::NoValue"}))
        aws.clock.advance(minutes=2)
        with aws.faults.spot_interruption(group="web"):
            aws.clock.advance(minutes=10)
        sum(one.what == "is to be interrupted" for one in aws.timeline), len(fleet.zones(aws))
        """,
        modules=("spot",),
    ),
    Behaviour(
        "A launch or its template asks for Spot; the request says how it stands, and what cannot be is refused.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-request-status.html",
        """
        ec2, asked = aws.client("ec2"), {"MarketType": "spot", "SpotOptions": {"MaxPrice": "0.09"}}
        data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "InstanceMarketOptions": asked}
        ec2.create_launch_template(LaunchTemplateName="spot", LaunchTemplateData=data)
        launch = {"LaunchTemplate": {"LaunchTemplateName": "spot"}, "MinCount": 1, "MaxCount": 1}
        one = ec2.run_instances(**launch)["Instances"][0]["InstanceId"]
        aws.faults.spot_interruption(instance=one, ahead=0)
        aws.clock.advance(minutes=2)
        stops = {"MarketType": "spot", "SpotOptions": {"InstanceInterruptionBehavior": "stop"}}
        [
            *(
                (r["State"], r["Status"]["Code"])
                for r in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
            ),
            attempt(ec2.run_instances, **launch, InstanceMarketOptions=stops).code,
        ]
        """,
        modules=("spot",),
    ),
    Behaviour(
        "What an interruption stops or hibernates, EC2 starts again when its pool has room and its price allows.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/interruption-behavior.html",
        """
        ec2 = aws.client("ec2")
        options = {"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "stop"}
        ec2.run_instances(
            ImageId="ami-12c6146b",
            InstanceType="m5.large",
            MinCount=1,
            MaxCount=1,
            InstanceMarketOptions={"MarketType": "spot", "SpotOptions": options},
        )
        states = []
        with aws.faults.spot_interruption(pool=("m5.large", "us-east-1a"), ahead=0):
            aws.clock.advance(minutes=2)
            states += [
                one["Status"]["Code"] for one in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
            ]
        aws.clock.advance(hours=6)
        states + [one["Status"]["Code"] for one in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]]
        """,
        modules=("spot",),
    ),
    Behaviour(
        "EC2 Fleets launch at once, on request, or maintain their capacity, from the pools that "
        "their strategy chooses.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/ec2-fleet-request-type.html",
        """
        ec2 = aws.client("ec2")
        data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large"}
        ec2.create_launch_template(LaunchTemplateName="spot", LaunchTemplateData=data)
        asked = {
            "LaunchTemplateConfigs": [
                {"LaunchTemplateSpecification": {"LaunchTemplateName": "spot", "Version": "1"}}
            ],
            "TargetCapacitySpecification": {"TotalTargetCapacity": 3, "DefaultTargetCapacityType": "spot"},
        }
        fleets = [ec2.create_fleet(Type=kind, **asked)["FleetId"] for kind in ("instant", "request", "maintain")]
        for one in fleets:
            aws.faults.spot_interruption(fleet=one, ahead=0)
        aws.clock.advance(minutes=10)
        [one["FulfilledCapacity"] for one in ec2.describe_fleets(FleetIds=fleets)["Fleets"]]
        """,
        modules=("spot",),
    ),
    Behaviour(
        "Spot placement scores go by the room that the pools of a place have for the capacity asked.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-placement-score.html",
        """
        asked = {"InstanceTypes": ["m5.large", "c5.large", "r5.large"], "RegionNames": ["us-east-1"]}
        scored = aws.client("ec2").get_spot_placement_scores
        [scored(TargetCapacity=target, **asked)["SpotPlacementScores"][0]["Score"] for target in (100, 500, 5000)]
        """,
        modules=("spot",),
    ),
    Behaviour(
        "An event says that a request for a Spot Instance is fulfilled.",
        ABSENT,
        "/AWSEC2/latest/UserGuide/spot-request-status.html",
        """
        events, ec2 = aws.client("events"), aws.client("ec2")
        everything = events.describe_event_bus()["Arn"]
        events.create_archive(ArchiveName="all", EventSourceArn=everything)
        ec2.run_instances(
            ImageId="ami-12c6146b",
            InstanceType="m5.large",
            MinCount=1,
            MaxCount=1,
            InstanceMarketOptions={"MarketType": "spot"},
        )
        aws.clock.advance(minutes=1)
        len(aws.spot.running), events.describe_archive(ArchiveName="all")["EventCount"]
        """,
        modules=("spot",),
    ),
)

LIMITS = (
    Limit(
        "A Spot pool's price and room are made up from the seed, independently of each other: an assumption.",
        """
        from patterns.sandbox.services.ec2.spot.market import Pool

        pool = Pool("m5.large", "us-east-1a")
        aws.spot.price_usd(pool), aws.spot.room(pool)
        """,
    ),
    Limit(
        "AWS does not say how much room `price-capacity-optimized` asks of a pool: here, half of the most there is.",
        """
        from patterns.sandbox.services.ec2.spot.strategies import NEAR_THE_BEST

        NEAR_THE_BEST
        """,
    ),
    Limit(
        "When a Spot pool runs out, instances at risk go first, then the last launched; AWS states no order.",
        """
        from patterns.sandbox.services.ec2.spot import service

        service.__doc__.partition("Which instances")[2].partition(". Not")[0]
        """,
    ),
    Limit(
        "A placement score of 5 means room for what is requested, 10 for twice as much; with fewer "
        "than three types, 3 is the most.",
        """
        from patterns.sandbox.services.ec2.spot.placement import score

        [score(capacity, 100, types=3) for capacity in (20, 125, 250)], score(10_000, 100, types=2)
        """,
    ),
    Limit(
        "Spot placement scores are given for instance types, not for attributes of them.",
        """
        asked = {"InstanceRequirements": {"VCpuCount": {"Min": 2}, "MemoryMiB": {"Min": 2048}}}
        scored = aws.client("ec2").get_spot_placement_scores
        attempt(scored, TargetCapacity=1, InstanceRequirementsWithMetadata=asked).code
        """,
    ),
    Limit(
        "A Spot launch that names neither zone nor subnet goes to the region's first zone; AWS chooses one.",
        """
        asked = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 1}
        made = aws.client("ec2").run_instances(InstanceMarketOptions={"MarketType": "spot"}, **asked)
        made["Instances"][0]["Placement"]["AvailabilityZone"]
        """,
    ),
    Limit(
        "EC2 starts a Spot Instance it stopped once the pool would hold it without risk, at a part of its room that is "
        "assumed.",
        """
        from patterns.sandbox.services.ec2.spot import market, spot_requests

        market.SAFE, spot_requests.AGAIN_SECONDS
        """,
    ),
    Limit(
        "An instance of a Spot Fleet or an EC2 Fleet has neither the volumes nor the role of its launch template.",
        """
        ec2 = aws.client("ec2")
        root = [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 100}}]
        data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "BlockDeviceMappings": root}
        ec2.create_launch_template(LaunchTemplateName="big", LaunchTemplateData=data)
        named = {"LaunchTemplateSpecification": {"LaunchTemplateName": "big", "Version": "1"}}
        ec2.create_fleet(
            Type="instant", LaunchTemplateConfigs=[named], TargetCapacitySpecification={"TotalTargetCapacity": 1}
        )
        [one["Size"] for one in ec2.describe_volumes()["Volumes"]]
        """,
    ),
)

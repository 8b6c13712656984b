"""SpotFleet: instances on EC2's spare capacity, from several pools, drained and replaced when EC2 wants them back.

Not modelled: what the instances do, scaling with the work there is, and instance types chosen by their attributes.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from troposphere import AWSObject, GetAtt, Ref, Sub, Tags, autoscaling, ec2, iam

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._draining import drained_by_function, drained_by_workers
from patterns.recipes._policies import trusted
from patterns.recipes.three_tier_vpc import ThreeTierVpc
from patterns.scope import Exports, Scope

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
"""Where AWS publishes the newest Amazon Linux 2023 (https://docs.aws.amazon.com/linux/al2023/ug/ec2.html)."""

GROUP, FLEET = "auto_scaling_group", "spot_fleet"

STRATEGIES = {
    "price_capacity_optimized": "price and capacity: the recommended one",
    "capacity_optimized": "capacity alone",
    "capacity_optimized_prioritized": "capacity, then the order of the types",
    "lowest_price": "lowest price",
    "diversified": "all pools alike (Spot Fleet only)",
}


class SpotFleet(Pattern):
    """Instances on spare capacity that outlive an interruption: many pools, drained and replaced in two minutes."""

    title: ClassVar[str] = "What does it take to live on spare capacity?"
    pillar: ClassVar[str] = "Cost optimization"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Stay available"
    after: ClassVar[tuple[str, ...]] = ("three_tier_vpc",)

    capacity: Annotated[
        int,
        Parameter(
            Number(
                label="Capacity", group="Capacity", unit="instances", minimum=1, maximum=40,
                help="Each is paid by the second while it runs; the more from one pool, the more to lose at once.",
            )
        ),
    ] = 6  # fmt: skip
    on_demand_base: Annotated[
        int,
        Parameter(
            Number(
                label="Base on demand", group="Capacity", unit="instances", minimum=0, maximum=40,
                help="What must always run, at about twice the price: EC2 never takes it back.",
            )
        ),
    ] = 2  # fmt: skip
    on_demand_percent: Annotated[
        int,
        Parameter(
            Number(
                label="On demand above the base", group="Capacity", unit="percent", minimum=0, maximum=100,
                help="Every percent costs part of the discount; at 100 there is no Spot at all.",
            )
        ),
    ] = 0  # fmt: skip
    instance_types: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Instance types", group="Pools", most=8,
                help="Each type in each zone is a pool, free to add: the fewer pools, the more goes at once.",
                item=Text(
                    label="Type", help="", pattern=r"(m5|m6i|r6i|t3)\.(large|xlarge|2xlarge)", maximum=11,
                    shape="an x86 type of m5, m6i, r6i or t3, large to 2xlarge", examples=("m5.large", "m6i.large"),
                ),
            )
        ),
    ] = ("m5.large", "t3.large", "m5.xlarge", "t3.xlarge")  # fmt: skip
    zone_count: Annotated[
        int,
        Parameter(
            Number(
                label="Zones", group="Pools", unit="zones", minimum=1, maximum=3,
                help="More zones mean more pools, free of charge; traffic between them is billed.",
            )
        ),
    ] = 3  # fmt: skip
    strategy: Annotated[
        Literal[
            "price_capacity_optimized",
            "capacity_optimized",
            "capacity_optimized_prioritized",
            "lowest_price",
            "diversified",
        ],
        Parameter(
            Choice(
                label="Allocation strategy", group="Pools", options=STRATEGIES,
                help="The cheapest pools are taken back first; weighing capacity too costs a little more an hour.",
            )
        ),
    ] = "price_capacity_optimized"  # fmt: skip
    max_price_cents: Annotated[
        int,
        Parameter(
            Number(
                label="Maximum price", group="Pools", unit="cents an hour", minimum=0, maximum=100,
                help="0 means none. A cap saves nothing, since you pay the pool's price, and it loses you instances.",
            )
        ),
    ] = 0  # fmt: skip
    rebalancing: Annotated[
        bool,
        Parameter(
            Switch(
                label="Capacity rebalancing", group="Interruptions",
                help="Replaces what is at risk before it goes, paying for both for a minute; without it, after.",
            )
        ),
    ] = True  # fmt: skip
    draining: Annotated[
        bool,
        Parameter(
            Switch(
                label="Drain on the notice", group="Interruptions",
                help="Two minutes to finish work, for one function call; without it nobody notices, and work is lost.",
            )
        ),
    ] = True  # fmt: skip
    fleet_kind: Annotated[
        Literal["auto_scaling_group", "spot_fleet"],
        Parameter(
            Choice(
                label="Kind", group="Interface",
                options={GROUP: "Auto Scaling group", FLEET: "EC2 Spot Fleet (legacy)"},
                help="A Spot Fleet has no lifecycle hooks or refreshes, and AWS plans no further investment in it.",
            )
        ),
    ] = "auto_scaling_group"  # fmt: skip

    def require(self) -> None:
        """Refuse a fleet without types, a base above its capacity, and what only one of the two kinds knows."""
        if not self.instance_types:
            raise ParameterError("instance_types", self.instance_types, "names none: name at least one type")
        if self.on_demand_base > self.capacity:
            limit = f"is over the capacity of {self.capacity}: the base cannot be more than that"
            raise ParameterError("on_demand_base", self.on_demand_base, limit)
        if self.strategy == "diversified" and self.fleet_kind != FLEET:
            limit = "is a strategy of Spot Fleets only: a group spreads over its zones anyway"
            raise ParameterError("strategy", self.strategy, limit)

    def build(self, scope: Scope) -> Exports:
        """The network, what instances begin with, the group or the fleet, and what drains them."""
        network = scope.include("Network", self._network())
        made = {f"network_{name}": resource for name, resource in network.items()}
        subnets = [network[f"app_subnet_{letter}"] for letter in "abc"[: self.zone_count]]
        made["security_group"] = group = scope.add(
            "SecurityGroup", ec2.SecurityGroup, GroupDescription="No way in; HTTPS out.", VpcId=Ref(network.vpc),
            SecurityGroupEgress=[
                ec2.SecurityGroupRule(
                    IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0",
                    Description="HTTPS to wherever routes lead",
                )
            ],
        )  # fmt: skip
        made |= self._launch_template(scope, group)
        if self.fleet_kind == GROUP:
            made["group"] = self._group(scope, made["launch_template"], subnets)
            scope.output("GroupName", Ref(made["group"]), "Name of the Auto Scaling group.")
        else:
            made |= self._fleet(scope, made["launch_template"], subnets)
            scope.output("FleetId", Ref(made["fleet"]), "Id of the Spot Fleet request.")
        if self.draining:
            made |= drained_by_function(scope, made["group"]) if self.fleet_kind == GROUP else drained_by_workers(scope)
        return Exports(**made)

    def _network(self) -> ThreeTierVpc:
        """A network without the internet: work comes from SQS, data from S3 and DynamoDB, each by its endpoint."""
        return ThreeTierVpc(zone_count=self.zone_count, nat="none", interface_endpoints=("sqs",))

    def _launch_template(self, scope: Scope, group: AWSObject) -> dict[str, AWSObject]:
        """What instances begin with, and a role of their own, which may do nothing before the work is known."""
        role = scope.add("Role", iam.Role, AssumeRolePolicyDocument=trusted("ec2.amazonaws.com"))
        profile = scope.add("Profile", iam.InstanceProfile, Roles=[Ref(role)])
        image = scope.stored(
            "ImageId", "AWS::EC2::Image::Id", IMAGE,
            "Where the image's id is kept. Instances that run keep theirs; new ones begin with a new image.",
        )  # fmt: skip
        kinds = ("instance", "volume") if self.fleet_kind == FLEET else ("volume",)
        tags = Tags(scope.common_tags())
        volume = ec2.EBSBlockDevice(VolumeSize=16, VolumeType="gp3", Encrypted=True, DeleteOnTermination=True)
        data = ec2.LaunchTemplateData(
            ImageId=image, InstanceType=self.instance_types[0],
            IamInstanceProfile=ec2.IamInstanceProfile(Arn=GetAtt(profile, "Arn")),
            SecurityGroupIds=[GetAtt(group, "GroupId")],
            MetadataOptions=ec2.MetadataOptions(HttpEndpoint="enabled", HttpTokens="required",
                                                HttpPutResponseHopLimit=1),
            BlockDeviceMappings=[ec2.LaunchTemplateBlockDeviceMapping(DeviceName="/dev/xvda", Ebs=volume)],
            Monitoring=ec2.Monitoring(Enabled=True),
            # A group hands on its own tags to its instances, but not to their volumes.
            TagSpecifications=[ec2.TagSpecifications(ResourceType=kind, Tags=tags) for kind in kinds],
        )  # fmt: skip
        template = scope.add(
            "LaunchTemplate", ec2.LaunchTemplate, LaunchTemplateData=data,
            TagSpecifications=[ec2.TagSpecifications(ResourceType="launch-template", Tags=tags)],
        )  # fmt: skip
        return {"role": role, "profile": profile, "launch_template": template}

    def _group(self, scope: Scope, template: AWSObject, subnets: list[AWSObject]) -> AWSObject:
        """A group with a mixed instances policy, kept at its capacity.

        https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html
        """
        distribution: dict[str, Any] = {
            "OnDemandBaseCapacity": self.on_demand_base,
            "OnDemandPercentageAboveBaseCapacity": self.on_demand_percent,
            "OnDemandAllocationStrategy": "prioritized",
            "SpotAllocationStrategy": self.strategy.replace("_", "-"),
        }
        if self.max_price_cents:
            distribution["SpotMaxPrice"] = self._max_price
        policy = autoscaling.MixedInstancesPolicy(
            LaunchTemplate=autoscaling.LaunchTemplate(
                LaunchTemplateSpecification=autoscaling.LaunchTemplateSpecification(
                    LaunchTemplateId=Ref(template), Version=GetAtt(template, "LatestVersionNumber")
                ),
                Overrides=[
                    autoscaling.LaunchTemplateOverrides(InstanceType=type_name) for type_name in self.instance_types
                ],
            ),
            InstancesDistribution=autoscaling.InstancesDistribution(**distribution),
        )
        return scope.add(
            "Group", autoscaling.AutoScalingGroup,
            MinSize=str(self.capacity), MaxSize=str(self.capacity), DesiredCapacity=str(self.capacity),
            VPCZoneIdentifier=[Ref(subnet) for subnet in subnets],
            CapacityRebalance=self.rebalancing, MixedInstancesPolicy=policy,
        )  # fmt: skip

    def _fleet(self, scope: Scope, template: AWSObject, subnets: list[AWSObject]) -> dict[str, AWSObject]:
        """A Spot Fleet request that maintains its capacity, and the role in which it launches.

        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-prerequisites.html
        """
        managed = Sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole")
        role = scope.add(
            "FleetRole", iam.Role, AssumeRolePolicyDocument=trusted("spotfleet.amazonaws.com"),
            ManagedPolicyArns=[managed],
        )  # fmt: skip
        above = self.capacity - self.on_demand_base
        on_demand = self.on_demand_base + -(-above * self.on_demand_percent // 100)
        first, *others = self.strategy.split("_")
        config: dict[str, Any] = {
            "IamFleetRole": GetAtt(role, "Arn"), "Type": "maintain", "TargetCapacity": self.capacity,
            "OnDemandTargetCapacity": on_demand, "AllocationStrategy": first + "".join(map(str.capitalize, others)),
            "LaunchTemplateConfigs": [self._pools(template, subnets)],
        }  # fmt: skip
        if self.max_price_cents:
            config["SpotPrice"] = self._max_price
        if self.rebalancing:
            rebalance = ec2.SpotCapacityRebalance(ReplacementStrategy="launch-before-terminate", TerminationDelay=120)
            config["SpotMaintenanceStrategies"] = ec2.SpotMaintenanceStrategies(CapacityRebalance=rebalance)
        fleet = scope.add(
            "Fleet", ec2.SpotFleet, SpotFleetRequestConfigData=ec2.SpotFleetRequestConfigData(**config)
        )  # fmt: skip
        return {"fleet_role": role, "fleet": fleet}

    def _pools(self, template: AWSObject, subnets: list[AWSObject]) -> ec2.LaunchTemplateConfigs:
        """Each type in each subnet, the first types with the first priority."""
        return ec2.LaunchTemplateConfigs(
            LaunchTemplateSpecification=ec2.FleetLaunchTemplateSpecification(
                LaunchTemplateId=Ref(template), Version=GetAtt(template, "LatestVersionNumber")
            ),
            Overrides=[
                ec2.LaunchTemplateOverrides(InstanceType=one, SubnetId=Ref(subnet), Priority=number)
                for number, one in enumerate(self.instance_types)
                for subnet in subnets
            ],
        )

    @property
    def _max_price(self) -> str:
        return f"{self.max_price_cents / 100:.2f}"

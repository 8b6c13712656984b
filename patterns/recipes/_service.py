"""The parts of a service in several zones, each as a method that adds resources to a scope. Not a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from awacs import secretsmanager as secret_actions
from troposphere import (
    AWSObject,
    Base64,
    GetAtt,
    Ref,
    Sub,
    Tags,
    autoscaling,
    certificatemanager,
    cloudwatch,
    ec2,
    elasticache,
    iam,
    rds,
    sns,
)
from troposphere import elasticloadbalancingv2 as elb

from patterns.recipes._policies import allowed, policy, trusted
from patterns.recipes._request_logs import request_logs

if TYPE_CHECKING:
    from patterns.recipes.multi_az_service import MultiAzService
    from patterns.scope import Exports, Scope

APPLICATION_PORT, CACHE_PORT = 8080, 6379
DATABASE_PORTS = {"postgres": 5432, "mysql": 3306}
VERSIONS = {"postgres": "17.6", "mysql": "8.4.6"}
"""The versions a new database begins with; minor ones are taken in the maintenance window."""

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""

CHECK_SECONDS, CHECKS = 10, 2
DRAIN_SECONDS = 30
WARM_UP_SECONDS = 120

USER_DATA = """#!/bin/bash
install -d /srv/www && echo ok > /srv/www/health
cat > /etc/service.env <<'END'
{variables}
END
systemd-run --unit=service --property=EnvironmentFile=/etc/service.env --working-directory=/srv/www \\
  python3 -m http.server {port}
"""
"""What stands in for the application: it answers the health check, and its environment says where everything is."""


class Service:
    """Builds one service in a network; logical ids are what a part is: `Balancer`, `Group`, `Database`."""

    def __init__(
        self, scope: Scope, network: Exports, chosen: MultiAzService, *, login: AWSObject | None,
        told: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self._scope = scope
        self._network = network
        self._chosen = chosen
        self._given_login = login
        self._told = told
        self.made: dict[str, AWSObject] = {}

    def walls(self) -> None:
        """A security group for each tier, chained: each lets in the one before it, at one port."""
        outside = [(443, "HTTPS from anywhere"), (80, "HTTP, to be redirected")] if self._chosen.tls else [(80, "HTTP")]
        everywhere = [_rule(port, words, CidrIp="0.0.0.0/0") for port, words in outside]
        ports = {"database": DATABASE_PORTS[self._chosen.engine], "cache": CACHE_PORT}
        inside = {"CidrIp": GetAtt(self._network.vpc, "CidrBlock")}
        to_application = _rule(APPLICATION_PORT, "To the instances", **inside)
        self._wall("balancer", "Balancer", "In front: the web.", everywhere, [to_application])
        out = [_rule(port, f"To the {name}", **inside) for name, port in ports.items()]
        https = _rule(443, "HTTPS to wherever routes lead", CidrIp="0.0.0.0/0")
        self._wall(
            "instance", "Instance", "Behind the load balancer.",
            [_rule(APPLICATION_PORT, "From the load balancer", **self._from("balancer"))], [*out, https],
        )  # fmt: skip
        for name, port in ports.items():
            answered = [_rule(port, "From the instances", **self._from("instance"))]
            within = [_rule(port, "To its own copies", **inside)]
            self._wall(name, name.capitalize(), f"The {name}.", answered, within)

    def data(self) -> None:
        """The database, whose login RDS keeps and renews itself, and the cache."""
        subnets = [Ref(subnet) for name, subnet in self._network.items() if name.startswith("data_subnet_")]
        described = {"DBSubnetGroupDescription": "The data tier.", "SubnetIds": subnets}
        group = self._add("database_subnets", "DatabaseSubnets", rds.DBSubnetGroup, **described)
        self._add("database", "Database", rds.DBInstance, **self._database(group))
        described = {"Description": "The data tier.", "SubnetIds": subnets}
        group = self._add("cache_subnets", "CacheSubnets", elasticache.SubnetGroup, **described)
        self._add("cache", "Cache", elasticache.ReplicationGroup, **self._cache(group))

    def balancer(self) -> None:
        """The load balancer, where it listens, and whom it sends to."""
        chosen, attributes = self._chosen, {"routing.http.drop_invalid_header_fields.enabled": "true"}
        attributes["deletion_protection.enabled"] = str(chosen.deletion_protection).lower()
        after = []
        if chosen.request_logs:
            self.made |= request_logs(self._scope)
            attributes |= {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": Ref(self.made["log_bucket"])}
            # Whether it may write is checked when logs are switched on.
            after = [self.made["log_bucket_policy"].title]
        subnets = [Ref(subnet) for name, subnet in self._network.items() if name.startswith("public_subnet_")]
        balancer = self._add(
            "balancer", "Balancer", elb.LoadBalancer, Type="application", Scheme="internet-facing",
            Subnets=subnets, SecurityGroups=[GetAtt(self.made["balancer_security_group"], "GroupId")],
            LoadBalancerAttributes=[elb.LoadBalancerAttributes(Key=key, Value=one) for key, one in attributes.items()],
            DependsOn=[self._network.attachment.title, *after],
        )  # fmt: skip
        self._target_group()
        forward = elb.Action(Type="forward", TargetGroupArn=Ref(self.made["target_group"]))
        if not chosen.tls:
            self._listener(
                "http_listener", "HttpListener", balancer, Port=80, Protocol="HTTP", DefaultActions=[forward]
            )
            return
        certificate = self._add(
            "certificate", "Certificate", certificatemanager.Certificate, DomainName=chosen.domain,
            ValidationMethod="DNS",
        )  # fmt: skip
        self._listener(
            "https_listener", "HttpsListener", balancer, Port=443, Protocol="HTTPS", SslPolicy=TLS_POLICY,
            Certificates=[elb.Certificate(CertificateArn=Ref(certificate))], DefaultActions=[forward],
        )  # fmt: skip
        moved = elb.RedirectConfig(Protocol="HTTPS", Port="443", StatusCode="HTTP_301")
        redirect = elb.Action(Type="redirect", RedirectConfig=moved)
        self._listener("http_listener", "HttpListener", balancer, Port=80, Protocol="HTTP", DefaultActions=[redirect])

    def instances(self) -> None:
        """The group that keeps its number over the zones, and more when they are busy."""
        chosen, launch = self._chosen, self._launch_template()
        listening = "https_listener" if chosen.tls else "http_listener"
        subnets = [Ref(subnet) for name, subnet in self._network.items() if name.startswith("app_subnet_")]
        group = self._add(
            "group", "Group", autoscaling.AutoScalingGroup,
            # Without a desired capacity of its own, an update leaves the number as scaling made it.
            MinSize=str(chosen.capacity), MaxSize=str(2 * chosen.capacity), VPCZoneIdentifier=subnets,
            LaunchTemplate=autoscaling.LaunchTemplateSpecification(
                LaunchTemplateId=Ref(launch), Version=GetAtt(launch, "LatestVersionNumber")
            ),
            TargetGroupARNs=[Ref(self.made["target_group"])],
            HealthCheckType=chosen.health_check, HealthCheckGracePeriod=WARM_UP_SECONDS,
            DefaultInstanceWarmup=WARM_UP_SECONDS, DependsOn=self.made[listening].title,
        )  # fmt: skip
        tracking = autoscaling.TargetTrackingConfiguration(
            PredefinedMetricSpecification=autoscaling.PredefinedMetricSpecification(
                PredefinedMetricType="ASGAverageCPUUtilization"
            ),
            TargetValue=chosen.cpu_target,
        )
        self._add(
            "scaling", "Scaling", autoscaling.ScalingPolicy, AutoScalingGroupName=Ref(group),
            PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=tracking,
        )  # fmt: skip

    def alarm(self) -> None:
        """An alarm on too few that answer. Its topic is not encrypted: CloudWatch cannot publish through AWS's key.

        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        """
        topic = self._add("alarm_topic", "AlarmTopic", sns.Topic, DisplayName="Too few instances")
        self._add(
            "alarm_mail", "AlarmMail", sns.SubscriptionResource, TopicArn=Ref(topic), Protocol="email",
            Endpoint=self._scope.parameter("OwnerEmail"),
        )  # fmt: skip
        about = {
            "TargetGroup": GetAtt(self.made["target_group"], "TargetGroupFullName"),
            "LoadBalancer": GetAtt(self.made["balancer"], "LoadBalancerFullName"),
        }
        self._add(
            "capacity_alarm", "CapacityAlarm", cloudwatch.Alarm,
            AlarmDescription="Fewer instances answer than the load needs.",
            Namespace="AWS/ApplicationELB", MetricName="HealthyHostCount", Statistic="Minimum", Period=60,
            Dimensions=[cloudwatch.MetricDimension(Name=name, Value=value) for name, value in about.items()],
            EvaluationPeriods=1, Threshold=self._chosen.needed, ComparisonOperator="LessThanThreshold",
            # A balancer that reports nothing is no healthier than one that reports none.
            TreatMissingData="breaching", AlarmActions=[Ref(topic)],
        )  # fmt: skip

    def _database(self, subnets: AWSObject) -> dict[str, Any]:
        chosen = self._chosen
        return {
            "Engine": chosen.engine, "EngineVersion": VERSIONS[chosen.engine],
            "DBInstanceClass": chosen.database_class, "DBName": "service", "AllocatedStorage": "20",
            "MaxAllocatedStorage": 200, "StorageType": "gp3", "StorageEncrypted": True,
            "MultiAZ": chosen.database_standby, "DBSubnetGroupName": Ref(subnets),
            "VPCSecurityGroups": self._behind("database"), "PubliclyAccessible": False,
            "MasterUsername": "keeper", "ManageMasterUserPassword": True,
            "BackupRetentionPeriod": 7, "CopyTagsToSnapshot": True, "AutoMinorVersionUpgrade": True,
            "DeletionProtection": chosen.deletion_protection,
            "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot",
        }  # fmt: skip

    def _cache(self, subnets: AWSObject) -> dict[str, Any]:
        standby = self._chosen.cache_standby
        return {
            "ReplicationGroupDescription": "What the instances remember together.", "Engine": "valkey",
            "EngineVersion": "8.1", "CacheNodeType": "cache.t4g.small", "NumCacheClusters": 2 if standby else 1,
            "AutomaticFailoverEnabled": standby, "MultiAZEnabled": standby, "CacheSubnetGroupName": Ref(subnets),
            "SecurityGroupIds": self._behind("cache"), "AtRestEncryptionEnabled": True,
            "TransitEncryptionEnabled": True, "AutoMinorVersionUpgrade": True,
            # What is cached is kept elsewhere too.
            "DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete",
        }  # fmt: skip

    def _target_group(self) -> None:
        """Whom the load balancer sends to: checked every ten seconds, so that a lost zone is found in twenty."""
        attributes = {"deregistration_delay.timeout_seconds": str(DRAIN_SECONDS)}
        if not self._chosen.cross_zone:
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
            attributes["load_balancing.cross_zone.enabled"] = "false"
        self._add(
            "target_group", "TargetGroup", elb.TargetGroup, Port=APPLICATION_PORT, Protocol="HTTP",
            VpcId=Ref(self._network.vpc), TargetType="instance", HealthCheckPath="/health",
            HealthCheckIntervalSeconds=CHECK_SECONDS, HealthCheckTimeoutSeconds=5, HealthyThresholdCount=CHECKS,
            UnhealthyThresholdCount=CHECKS,
            TargetGroupAttributes=[elb.TargetGroupAttribute(Key=key, Value=value) for key, value in attributes.items()],
        )  # fmt: skip

    def _launch_template(self) -> AWSObject:
        own = GetAtt(self.made["database"], "MasterUserSecret.SecretArn")
        login = own if self._given_login is None else Ref(self._given_login)
        read = allowed("ReadLogin", [secret_actions.GetSecretValue], login)
        role = self._add(
            "instance_role", "InstanceRole", iam.Role, AssumeRolePolicyDocument=trusted("ec2.amazonaws.com"),
            ManagedPolicyArns=[Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore")],
            Policies=[iam.Policy(PolicyName="read-the-login", PolicyDocument=policy(read))],
        )  # fmt: skip
        profile = self._add("instance_profile", "InstanceProfile", iam.InstanceProfile, Roles=[Ref(role)])
        image = self._scope.stored(
            "ImageId", "AWS::EC2::Image::Id", IMAGE,
            "Where the image's id is kept. A new image comes with the next instance refresh.",
        )  # fmt: skip
        told = {
            "DATABASE": GetAtt(self.made["database"], "Endpoint.Address"), "LOGIN": login,
            "CACHE": GetAtt(self.made["cache"], "PrimaryEndPoint.Address"), **self._told,
        }  # fmt: skip
        lines = "\n".join(f"{name}=${{{name}}}" for name in told)
        begins = Base64(Sub(USER_DATA.format(variables=lines, port=APPLICATION_PORT), told))
        tags = Tags(self._scope.common_tags())
        data = ec2.LaunchTemplateData(
            ImageId=image, InstanceType=self._chosen.instance_type, SecurityGroupIds=self._behind("instance"),
            IamInstanceProfile=ec2.IamInstanceProfile(Arn=GetAtt(profile, "Arn")),
            MetadataOptions=ec2.MetadataOptions(HttpTokens="required", HttpPutResponseHopLimit=1),
            Monitoring=ec2.Monitoring(Enabled=True), UserData=begins,
            BlockDeviceMappings=[
                ec2.LaunchTemplateBlockDeviceMapping(
                    DeviceName="/dev/xvda", Ebs=ec2.EBSBlockDevice(VolumeSize=8, VolumeType="gp3", Encrypted=True)
                )
            ],
            TagSpecifications=[ec2.TagSpecifications(ResourceType=kind, Tags=tags) for kind in ("instance", "volume")],
        )  # fmt: skip
        own = ec2.TagSpecifications(ResourceType="launch-template", Tags=tags)
        return self._add(
            "launch_template", "LaunchTemplate", ec2.LaunchTemplate, LaunchTemplateData=data, TagSpecifications=[own]
        )

    def _wall(
        self, name: str, title: str, words: str, ingress: list[ec2.SecurityGroupRule], out: list[ec2.SecurityGroupRule]
    ) -> None:
        self._add(
            f"{name}_security_group", f"{title}SecurityGroup", ec2.SecurityGroup, GroupDescription=words,
            VpcId=Ref(self._network.vpc), SecurityGroupIngress=ingress, SecurityGroupEgress=out,
        )  # fmt: skip

    def _from(self, name: str) -> dict[str, Any]:
        return {"SourceSecurityGroupId": GetAtt(self.made[f"{name}_security_group"], "GroupId")}

    def _behind(self, name: str) -> list[GetAtt]:
        return [GetAtt(self.made[f"{name}_security_group"], "GroupId")]

    def _listener(self, name: str, logical_id: str, balancer: AWSObject, **attributes: Any) -> None:
        self._add(name, logical_id, elb.Listener, LoadBalancerArn=Ref(balancer), **attributes)

    def _add(self, name: str, logical_id: str, resource_type: type[AWSObject], **attributes: Any) -> AWSObject:
        self.made[name] = self._scope.add(logical_id, resource_type, **attributes)
        return self.made[name]


def _rule(port: int, words: str, **other_end: Any) -> ec2.SecurityGroupRule:
    return ec2.SecurityGroupRule(IpProtocol="tcp", FromPort=port, ToPort=port, Description=words, **other_end)

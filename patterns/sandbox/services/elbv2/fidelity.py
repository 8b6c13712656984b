"""What Elastic Load Balancing does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "Targets are checked at their interval, and one that stops answering is left out.",
        SIMPLIFIED,
        "/elasticloadbalancing/latest/application/target-group-health-checks.html",
        """
        web = aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        aws.client("ec2").stop_instances(InstanceIds=[lost])
        aws.clock.advance(seconds=30)
        health = aws.client("elbv2").describe_target_health(TargetGroupArn=web["Targets"].physical_id)
        [one["TargetHealth"]["State"] for one in health["TargetHealthDescriptions"] if one["Target"]["Id"] == lost]
        """,
        modules=("target_health",),
    ),
    Behaviour(
        "A target whose security group, network ACL or routes keep the health check out is unhealthy, and healthy when "
        "they are mended.",
        SIMPLIFIED,
        "/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
        """
        web = aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        network = aws.client("ec2").describe_instances(InstanceIds=[lost])["Reservations"][0]["Instances"][0]["VpcId"]
        closed = aws.client("ec2").create_security_group(GroupName="closed", Description="closed", VpcId=network)
        aws.client("ec2").modify_instance_attribute(InstanceId=lost, Groups=[closed["GroupId"]])
        aws.clock.advance(seconds=30)
        health = aws.client("elbv2").describe_target_health(TargetGroupArn=web["Targets"].physical_id)
        [one["TargetHealth"]["Reason"] for one in health["TargetHealthDescriptions"] if one["Target"]["Id"] == lost]
        """,
        modules=("target_health",),
    ),
)

LIMITS = (
    Limit(
        "No request is sent: a target answers its health checks while its instance runs in a zone that is up and the "
        "network lets one of the balancer's nodes through; what its program would answer is not asked.",
        """
        from patterns.sandbox.services.elbv2 import targets

        targets.__doc__.partition("Not modelled: ")[2].rpartition(", ")[2].strip()
        """,
    ),
    Limit(
        "A load balancer that is protected from deletion can be deleted all the same.",
        """
        guarded = {"LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": "true"}]}
        network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
        subnet = lambda number: {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Network"},
                "CidrBlock": f"10.0.{number}.0/24",
                "AvailabilityZone": f"us-east-1{'ab'[number]}",
            },
        }
        balancer = {
            "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "Properties": {"Subnets": [{"Ref": "One"}, {"Ref": "Two"}], **guarded},
        }
        resources = {"Network": network, "One": subnet(0), "Two": subnet(1), "Balancer": balancer}
        web = aws.deploy({"Resources": resources}, name="web")
        attempt(aws.client("elbv2").delete_load_balancer, LoadBalancerArn=web["Balancer"].physical_id).allowed
        """,
    ),
)

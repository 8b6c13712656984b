"""What Elastic Load Balancing does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

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
    Behaviour(
        "`AWS::ElasticLoadBalancingV2::LoadBalancer` is made only with a name that may be, in subnets of one network: "
        "one in each zone, in two zones at least for an application load balancer, with an internet gateway for one "
        "that faces the internet, room for its addresses, and security groups of that network. Protected ones are not "
        "deleted.",
        FAITHFUL,
        "/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        """
        net = aws.existing_network()
        one, two = list(net.subnet_ids.values())[:2]
        make = aws.client("elbv2").create_load_balancer
        [attempt(make, Name="front", Subnets=[one]).message, attempt(make, Name="internal-a", Subnets=[one, two]).code]
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "`AWS::ElasticLoadBalancingV2::TargetGroup`, `Listener` and `ListenerRule` are made or changed only with "
        "numbers in their ranges, health checks that fit their protocol and end before the next begins, a "
        "certificate that is there for HTTPS and TLS and none for others, a port that is free, redirects that lead "
        "elsewhere, groups of the balancer's network, a free priority, and five condition values at most.",
        FAITHFUL,
        "/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        """
        asked = {"Protocol": "HTTP", "Port": 80, "VpcId": aws.existing_network().vpc_id}
        checks = {"HealthCheckIntervalSeconds": 5, "HealthCheckTimeoutSeconds": 5}
        attempt(aws.client("elbv2").create_target_group, Name="web", **asked, **checks).message
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "A balancer answers a request by the rule that takes it: with a fixed response, elsewhere, or with a target; "
        "machines answer with nothing, since what runs on them does not run here.",
        SIMPLIFIED,
        "/elasticloadbalancing/latest/application/listener-rules.html",
        """
        web = aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        name = aws.client("elbv2").describe_load_balancers()["LoadBalancers"][0]["DNSName"]
        before = aws.http("GET", f"http://{name}/").status
        for instance in fleet.group(aws)["Instances"]:
            aws.balancing.silence(instance["InstanceId"])
        [before, aws.http("GET", f"http://{name}/").status]
        """,
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
        "Of load balancing, these are not checked: IPv6 ranges of the subnets of a dualstack balancer, certificates of "
        "IAM and of other accounts and whether a certificate is issued, weights and sessions of forwarding, names and "
        "values of attributes, quotas, zones that have no balancers, and targets of the other kind. Security policies "
        "are known by their prefix alone.",
        """
        net = aws.existing_network()
        asked = {"Subnets": list(net.subnet_ids.values())[:2], "IpAddressType": "dualstack"}
        aws.client("elbv2").create_load_balancer(Name="front", **asked)["LoadBalancers"][0]["IpAddressType"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::ElasticLoadBalancingV2::Listener": Refused(
        made="protocols that the balancer does not have, certificates that are missing, a port that is taken",
        page="/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
        not_made="security policies by name",
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": Refused(
        made="a priority that is taken, conditions and actions in a number or form that is not allowed",
        page="/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
        not_made="a hundred rules of a balancer",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Refused(
        made=(
            "names, fewer than two zones, two subnets in one zone, no way to the internet, groups that are not there, "
            "attributes, and logs for a bucket whose policy does not let them in"
        ),
        page="/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        not_made="subnets smaller than /27, quotas",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": Refused(
        made="names, protocols, ports, codes and health checks that a kind of target does not have",
        page="/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        not_made="quotas",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""

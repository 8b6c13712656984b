"""The names of moto's groups and load balancers that the patches stand on: an upgrade that moves one fails here."""

from __future__ import annotations

import pytest

from patterns import Sandbox

REPLACED = {
    "moto.autoscaling.models.FakeAutoScalingGroup": ("set_desired_capacity", "instance_states", "launch_template"),
    "moto.autoscaling.models.AutoScalingBackend": ("notify_terminate_instances", "put_scheduled_update_group_action"),
    "moto.elbv2.models.FakeTargetGroup": ("register", "deregister", "health_for", "deregister_terminated_instances"),
    "moto.elbv2.models.ELBv2Backend": ("describe_target_health", "delete_target_group", "create_listener"),
}


@pytest.mark.parametrize(("where", "names"), REPLACED.items(), ids=REPLACED)
def test_what_is_replaced_was_there_and_is_ours(where, names):
    import importlib

    with Sandbox() as aws:
        aws.client("autoscaling").describe_auto_scaling_groups()
        aws.client("elbv2").describe_target_groups()
    module, _, name = where.rpartition(".")
    found = getattr(importlib.import_module(module), name)

    for each in names:
        ours = found.__dict__[each]
        ours = ours.fget if isinstance(ours, property) else ours
        assert ours.__module__.startswith("patterns.sandbox.services."), each


def test_a_group_keeps_what_moto_forgets():
    with Sandbox() as aws:
        where = aws.existing_network()
        made = aws.client("ec2").create_launch_template(
            LaunchTemplateName="web", LaunchTemplateData={"ImageId": "ami-12c6146b", "InstanceType": "t3.micro"}
        )["LaunchTemplate"]["LaunchTemplateId"]
        scaling = aws.client("autoscaling")
        kept = {"MaxInstanceLifetime": 86400, "DefaultInstanceWarmup": 60, "DefaultCooldown": 120}

        scaling.create_auto_scaling_group(
            AutoScalingGroupName="web", MinSize=0, MaxSize=1, VPCZoneIdentifier=next(iter(where.subnet_ids.values())),
            LaunchTemplate={"LaunchTemplateId": made},
        )  # fmt: skip
        scaling.update_auto_scaling_group(AutoScalingGroupName="web", CapacityRebalance=True, **kept)

        [found] = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        assert {name: found[name] for name in kept} == kept
        assert found["CapacityRebalance"] is True
        assert found["HealthCheckGracePeriod"] == 0

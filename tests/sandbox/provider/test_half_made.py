"""What holds for every provider when the simulation itself breaks, after it has stored what it was asked to make."""

from typing import Any

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import NotSimulated, StackFailed
from patterns.sandbox.gateway import Caller, Stage
from patterns.sandbox.simulator import routing
from tools.clearing import standing
from tools.listing import account_listing, providers
from tools.sampling import sampled
from tools.stage import on_stage

PROVIDERS = sorted(providers(), key=lambda one: one.type)
INSIDE_ANOTHER = {
    "AWS::EC2::EIPAssociation", "AWS::EC2::NetworkAclEntry", "AWS::EC2::Route", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress", "AWS::EC2::Subnet", "AWS::EC2::SubnetNetworkAclAssociation",
    "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPCCidrBlock", "AWS::EC2::VPCDHCPOptionsAssociation",
    "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::VolumeAttachment", "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::Events::Rule", "AWS::IAM::RolePolicy", "AWS::KMS::Alias",
    "AWS::Logs::LogStream", "AWS::Logs::SubscriptionFilter", "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup",
    "AWS::S3::BucketPolicy", "AWS::Scheduler::Schedule",
}  # fmt: skip
"""Moto keeps these in an object of another resource, of which no copy is taken: it would cost each call too much."""

WIDEST = [
    pytest.param(provider, max(provider.examples, key=len), id=provider.type)
    for provider in PROVIDERS
    if provider.type not in INSIDE_ANOTHER
]


def break_once(aws: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let moto break once, when it has done what the administrator's next call asked."""
    waiting: list[str] = []
    answer = routing.answer

    def breaks(route: Any, request: Any) -> Any:
        is_next = bool(waiting)
        found = answer(route, request)
        if is_next:
            waiting.clear()
            end()
            raise NotSimulated(f"moto's {route.service} broke")
        return found

    def note(call: Any) -> None:
        if call.caller is Caller.ADMINISTRATOR:
            waiting.append(call.operation)

    end = aws.gateway.subscribe(Stage.JUDGE, note)
    monkeypatch.setattr(routing, "answer", breaks)


@pytest.mark.parametrize(("provider", "example"), sampled(WIDEST, 2, slow=6))
def test_a_creation_at_which_moto_breaks_leaves_nothing(aws, monkeypatch, provider, example):
    [properties] = on_stage(aws, example)
    before, stacks = account_listing(aws), len(standing(aws))
    break_once(aws, monkeypatch)

    with pytest.raises(StackFailed, match="the simulation failed, which says nothing about AWS") as failed:
        aws.deploy({"Resources": {"One": {"Type": provider.type, "Properties": properties}}})

    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert (account_listing(aws), len(standing(aws))) == (before, stacks)

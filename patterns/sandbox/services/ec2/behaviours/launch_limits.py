"""How much an account may run at once: a count beyond any quota is refused by the quota's name, not tried.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
Simplified: one quota for all families, of On-Demand and Spot Instances together; AWS has one for each, and begins with
less.
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.ec2.patches import kept

MOST_VCPUS = 1_000
MOST_SPOT_REQUESTS = 1_000
FREELY = 50
"""So many instances at a time are let through uncounted, unless many run: counting takes longer than launching one."""


def install(account: Account) -> None:
    """Stand before launches and requests."""

    def judge_run(call: Call) -> None:
        count = int(call.params.get("MaxCount") or 1)
        if count <= FREELY:
            return
        # A launch template may say another type; what it asks of the quota is then told with the smallest.
        asked = count * kept.vcpus(str(call.params.get("InstanceType") or ""))
        if kept.running_vcpus(account.account_id, call.region) + asked > MOST_VCPUS:
            raise Refused(
                "VcpuLimitExceeded",
                f"You have requested more vCPU capacity than your current vCPU limit of {MOST_VCPUS} allows for the "
                "instance bucket that the specified instance type belongs to. Please visit "
                "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
                400,
            )

    def judge_request(call: Call) -> None:
        if int(call.params.get("InstanceCount") or 1) > MOST_SPOT_REQUESTS:
            raise Refused("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded", 400)

    account.gateway.subscribe(Stage.JUDGE, judge_run, service="ec2", operation="RunInstances")
    account.gateway.subscribe(Stage.JUDGE, judge_request, service="ec2", operation="RequestSpotInstances")

"""Lifecycle hooks: an instance waits until somebody says go on, or its time is up.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
Not modelled: the role a hook names for its own queue or topic.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.autoscaling.groups.model import LAUNCHING, Hook, Member, Refusal, Wait

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.group import Group

CONTINUE, ABANDON = "CONTINUE", "ABANDON"
RESULTS = (CONTINUE, ABANDON)
DETAIL_TYPES = {True: "EC2 Instance-launch Lifecycle Action", False: "EC2 Instance-terminate Lifecycle Action"}

Done = Callable[[Member, str], None]
"""Called once with the result of all hooks: to go on, or to give the instance up."""


class Waiting:
    """The waits of one group's instances."""

    def __init__(self, account: Account, group: Group) -> None:
        self._account = account
        self._group = group
        self._done: dict[str, Done] = {}

    def begin(self, member: Member, hooks: Iterable[Hook], done: Done) -> None:
        """Let a member wait for every one of the hooks."""
        self._done[member.instance_id] = done
        clock = self._account.clock
        for hook in hooks:
            wait = Wait(hook, self._token(member, hook), clock.now, lambda: None)
            member.waits[hook.name] = wait
            self._arm(member, wait)
            self._tell(member, wait)

    def find(self, hook_name: str, *, token: str | None, instance_id: str | None) -> tuple[Member, Wait]:
        """The wait that a caller means, by token or instance. Raises `Refusal`."""
        for member in self._group.members:
            wait = member.waits.get(hook_name)
            if wait and (wait.token == token or (token is None and member.instance_id == instance_id)):
                return member, wait
        raise Refusal(f"No active Lifecycle Action found with {_named(token, instance_id)}")

    def heartbeat(self, member: Member, wait: Wait) -> None:
        """Begin the wait's time anew, never beyond the longest there is."""
        self._arm(member, wait)

    def complete(self, member: Member, wait: Wait, result: str) -> None:
        """End one wait. To give a launch up ends the others too. Raises `Refusal` for another result."""
        if result not in RESULTS:
            raise Refusal(f"Invalid lifecycle action result {result}: it is one of {', '.join(RESULTS)}")
        del member.waits[wait.hook.name]
        wait.cancel()
        if result == ABANDON:
            self.forget(member)
        if not member.waits:
            self._done.pop(member.instance_id)(member, result)

    def forget(self, member: Member) -> None:
        """Let a member wait no more."""
        for wait in member.waits.values():
            wait.cancel()
        member.waits.clear()

    def _arm(self, member: Member, wait: Wait) -> None:
        wait.cancel()
        clock = self._account.clock
        last = wait.since + timedelta(seconds=wait.hook.longest_seconds)
        when = min(clock.now + timedelta(seconds=wait.hook.heartbeat_seconds), last)
        result = wait.hook.default_result
        wait.cancel = clock.at(when, lambda: self.complete(member, wait, result), f"the hook {wait.hook.name}")

    def _token(self, member: Member, hook: Hook) -> str:
        drawn = self._account.chance.generator("lifecycle action", member.instance_id, hook.name)
        return str(UUID(int=drawn.getrandbits(128), version=4))

    def _tell(self, member: Member, wait: Wait) -> None:
        is_launch = wait.hook.transition == LAUNCHING
        ends = ("EC2", "AutoScalingGroup") if is_launch else ("AutoScalingGroup", "EC2")
        detail = {
            "LifecycleActionToken": wait.token,
            "AutoScalingGroupName": self._group.name,
            "LifecycleHookName": wait.hook.name,
            "EC2InstanceId": member.instance_id,
            "LifecycleTransition": wait.hook.transition,
            **({"NotificationMetadata": wait.hook.metadata} if wait.hook.metadata else {}),
            "Origin": ends[0],
            "Destination": ends[1],
        }
        self._group.tell(DETAIL_TYPES[is_launch], detail)
        if wait.hook.target:
            label = f"the notice of the hook {wait.hook.name}"
            self._account.processes.start(lambda: _notify(self._account, wait.hook.target, detail), label)


def _notify(account: Account, target: str, detail: dict[str, Any]) -> None:
    """Send what the bus is told to the hook's own queue or topic; one that is gone gets nothing."""
    about = {"Service": "AWS Auto Scaling", "Time": f"{account.clock.now:%Y-%m-%dT%H:%M:%S.000Z}"}
    body = json.dumps({**detail, **about, "AccountId": account.account_id})
    try:
        if target.split(":")[2] == "sns":
            account.observer("sns").publish(TopicArn=target, Message=body)
        else:
            url = account.observer("sqs").get_queue_url(QueueName=target.rpartition(":")[2])["QueueUrl"]
            account.observer("sqs").send_message(QueueUrl=url, MessageBody=body)
    except ClientError:
        return


def _named(token: str | None, instance_id: str | None) -> str:
    return f"token {token}" if token else f"instance ID {instance_id}"

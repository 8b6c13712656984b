"""AWS::SQS::QueuePolicy: one policy for several queues."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Provider, Target
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.sqs.resources.queue import PROVIDER as QUEUE


def _allowing(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


class QueuePolicy(Provider):
    """A policy has no id in SQS; CloudFormation makes one up, and its queues may change."""

    type = "AWS::SQS::QueuePolicy"
    service = "sqs"
    shared = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html"
    gone = QUEUE.gone
    properties = (
        Property("PolicyDocument", code="set_policy"),
        Property("Queues", code="set_policy"),
    )
    examples = (
        {"Queues": ["{queue}", "{other_queue}"], "PolicyDocument": _allowing("sqs:SendMessage")},
        {"Queues": ["{queue}"], "PolicyDocument": _allowing("sqs:*")},
    )

    def create(self, target: Target) -> str:
        """Make up the id; `complete` puts the policy."""
        return target.name(longest=128)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy on every queue that shall have it, and take it off those that shall not."""
        policy = as_text(target.properties["PolicyDocument"])
        queues = target.properties["Queues"]
        for queue in queues:
            self._set(target, queue, policy)
        for queue in old.get("Queues") or []:
            if queue not in queues:
                self._set(target, queue, "")

    def delete(self, target: Target) -> None:
        """Take the policy off every queue."""
        for queue in target.properties["Queues"]:
            self._set(target, queue, "")

    def _set(self, target: Target, queue: str, policy: str) -> None:
        client = target.account.administrator("sqs")
        try:
            client.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        except ClientError as error:
            if policy or error.response["Error"]["Code"] not in self.gone:
                raise

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Which of its queues hold a policy now, and which; None when none does."""
        return {target.physical_id: self._found(account, target) for target in targets}

    def _found(self, account: Account, target: Target) -> dict[str, Any] | None:
        documents = {queue: self._policy(account, queue) for queue in target.properties["Queues"]}
        there = {queue: json.loads(text) for queue, text in documents.items() if text}
        if not there:
            return None
        declared = target.properties["PolicyDocument"]
        document = next((found for found in there.values() if found != declared), declared)
        return {"PolicyDocument": document, "Queues": list(there)}

    def _policy(self, account: Account, queue: str) -> str:
        client = account.observer("sqs")
        try:
            answer = client.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise
            return ""
        return str(answer.get("Attributes", {}).get("Policy", ""))

    def attributes(self, target: Target) -> dict[str, Any]:
        """The made-up id."""
        return {"Id": target.physical_id}


PROVIDER = QueuePolicy()

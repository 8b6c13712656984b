"""AWS::SNS::TopicPolicy: one policy for several topics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Provider, Target
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.sns.resources._base import DEFAULT_POLICY_ID, GONE, default_policy


def _allowing(service: str) -> dict[str, Any]:
    principal = {"Service": service}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sns:Publish", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


class TopicPolicy(Provider):
    """A policy has no id in SNS; CloudFormation makes one up, and its topics may change."""

    type = "AWS::SNS::TopicPolicy"
    service = "sns"
    shared = "https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-sns"
    gone = GONE
    properties = (
        Property("PolicyDocument", code="set_policy"),
        Property("Topics", code="set_policy"),
    )
    examples = (
        {"Topics": ["{topic}", "{other_topic}"], "PolicyDocument": _allowing("events.amazonaws.com")},
        {"Topics": ["{topic}"], "PolicyDocument": _allowing("s3.amazonaws.com")},
    )

    def create(self, target: Target) -> str:
        """Make up the id; `complete` puts the policy."""
        return target.name(longest=128)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy on every topic that shall have it; those that shall not get the default one back."""
        topics = target.properties["Topics"]
        for topic in topics:
            self._set(target, topic, target.properties["PolicyDocument"])
        for topic in old.get("Topics") or []:
            if topic not in topics:
                self._clear(target, topic)

    def delete(self, target: Target) -> None:
        """Give every topic the default policy back."""
        for topic in target.properties["Topics"]:
            self._clear(target, topic)

    def _clear(self, target: Target, topic: str) -> None:
        try:
            self._set(target, topic, default_policy(topic, target.account.account_id))
        except ClientError as error:
            # What is no topic's ARN has no policy to lose either: its roll-back succeeds in AWS too.
            if error.response["Error"]["Code"] not in {*self.gone, "InvalidParameter"}:
                raise

    def _set(self, target: Target, topic: str, document: Any) -> None:
        target.account.administrator("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=as_text(document)
        )

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Which of its topics hold a policy now, and which; None when none does."""
        return {target.physical_id: self._found(account, target) for target in targets}

    def _found(self, account: Account, target: Target) -> dict[str, Any] | None:
        documents = {topic: self._policy(account, topic) for topic in target.properties["Topics"]}
        there = {topic: found for topic, found in documents.items() if found}
        if not there:
            return None
        declared = target.properties["PolicyDocument"]
        document = next((found for found in there.values() if found != declared), declared)
        return {"PolicyDocument": document, "Topics": list(there)}

    def _policy(self, account: Account, topic: str) -> dict[str, Any] | None:
        """The topic's policy; None for the default one, and for a topic that is gone."""
        try:
            text = account.observer("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise
            return None
        document: dict[str, Any] = json.loads(text)
        return None if document.get("Id") == DEFAULT_POLICY_ID else document

    def attributes(self, target: Target) -> dict[str, Any]:
        """The made-up id."""
        return {"Id": target.physical_id}


PROVIDER = TopicPolicy()

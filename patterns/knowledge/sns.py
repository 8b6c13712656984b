"""Amazon SNS."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, Nothing, ResourcePolicy, Service

SERVICE = Service("SNS", Family.INTEGRATION)
_PRICES = "https://aws.amazon.com/sns/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::SNS::Subscription": About(
        noun="subscription",
        family=Family.INTEGRATION,
        gives_up_to=("RedrivePolicy",),
        references={"TopicArn": BELONGS_TO},
        lost=Nothing("it holds no message; an e-mail address that is subscribed again has to confirm again"),
    ),
    "AWS::SNS::Topic": About(
        noun="topic",
        family=Family.INTEGRATION,
        lost="subscriptions made outside the stack are lost",
    ),
    "AWS::SNS::TopicPolicy": About(
        noun="topic policy",
        family=Family.SECURITY,
        references={"Topics.*": BELONGS_TO, "*": None},
        lost=DECLARED,
        policy=ResourcePolicy("PolicyDocument", on="Topics"),
        free=_PRICES,
    ),
}

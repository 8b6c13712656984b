"""What Amazon SNS does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A topic passes what is published to queues and functions that allow it, by the filters of "
        "their subscriptions.",
        SIMPLIFIED,
        "/sns/latest/dg/sns-message-filtering.html",
        """
        sns, arn = aws.client("sns"), make_function(aws, "def handler(event, context): print('told')")
        topic = sns.create_topic(Name="news")["TopicArn"]
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="sns.amazonaws.com",
        )
        sns.subscribe(
            TopicArn=topic, Protocol="lambda", Endpoint=arn, Attributes={"FilterPolicy": '{"kind": ["order"]}'}
        )
        for kind in ("order", "advert"):
            sns.publish(
                TopicArn=topic,
                Message="m",
                MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}},
            )
        aws.clock.advance(seconds=5)
        sum("told" in line for line in log_lines(aws))
        """,
        modules=("topic_deliveries",),
    ),
    Behaviour(
        "A topic is made again only as it is, an endpoint is one of its protocol, and a filter policy is a pattern.",
        FAITHFUL,
        "/sns/latest/dg/subscription-filter-policy-constraints.html",
        """
        sns, queue = aws.client("sns"), "arn:aws:sqs:us-east-1:123456789012:q"
        topic, bad = sns.create_topic(Name="t")["TopicArn"], {"FilterPolicy": '{"a": "b"}'}
        attempt(sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes=bad).message
        """,
        modules=("topic_checks",),
    ),
)

LIMITS = (
    Limit(
        "SNS notifications carry signatures that cannot be verified; e-mail, SMS and HTTP "
        "subscriptions receive nothing.",
        """
        topic = aws.client("sns").create_topic(Name="news")["TopicArn"]
        aws.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
        aws.client("sns").publish(TopicArn=topic, Message="nobody reads this")["ResponseMetadata"]["HTTPStatusCode"]
        """,
    ),
    Limit(
        "Whether the endpoint of a subscription exists is not asked, nor whether an address of the web answers.",
        """
        sns, queue = aws.client("sns"), "arn:aws:sqs:us-east-1:123456789012:none"
        sns.subscribe(TopicArn=sns.create_topic(Name="t")["TopicArn"], Protocol="sqs", Endpoint=queue)[
            "SubscriptionArn"
        ]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::SNS::Subscription": Refused(
        made="protocols, endpoints and settings that do not fit (FIFO topics in our words), filter policies",
        page="/sns/latest/api/API_Subscribe.html",
        not_made="whether an endpoint exists",
    ),
    "AWS::SNS::Topic": Refused(
        made="names, display names, and settings of FIFO topics on others",
        page="/sns/latest/api/API_CreateTopic.html",
        not_made="data protection and archive policies",
    ),
    "AWS::SNS::TopicPolicy": Refused(
        made="topics that are not there, actions that a topic does not know, statements without an id",
        page="/sns/latest/dg/AccessPolicyLanguage_SpecialInfo.html",
        not_made="resources, condition keys, 30 kB",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""

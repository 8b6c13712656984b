"""Each private name of moto's SNS that the patch touches, by what SNS answers through it."""

from patterns import Sandbox


def test_topic_tells_what_it_was_given():  # SNSResponse.get_topic_attributes
    with Sandbox() as aws:
        sns = aws.client("sns")
        given = {"SignatureVersion": "2", "TracingConfig": "Active"}
        topic = sns.create_topic(Name="data", Attributes=given)["TopicArn"]
        plain = sns.create_topic(Name="plain")["TopicArn"]

        told = [sns.get_topic_attributes(TopicArn=arn)["Attributes"] for arn in (topic, plain)]

    assert {name: told[0].get(name) for name in given} == given
    assert set(given) & set(told[1]) == set()

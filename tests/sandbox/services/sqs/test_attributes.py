"""Each private name of moto's SQS that the patch touches, by what SQS answers through it."""

import json

from patterns import Sandbox


def test_a_queue_tells_which_queues_may_send_their_dead_letters_here():  # Queue.attributes, redrive_allow_policy
    with Sandbox() as aws:
        sqs = aws.client("sqs")
        allowed = json.dumps({"redrivePermission": "denyAll"})
        queue = sqs.create_queue(QueueName="dead", Attributes={"RedriveAllowPolicy": allowed})["QueueUrl"]
        plain = sqs.create_queue(QueueName="plain")["QueueUrl"]

        told = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in (queue, plain)]

    assert json.loads(told[0]["RedriveAllowPolicy"]) == {"redrivePermission": "denyAll"}
    assert "RedriveAllowPolicy" not in told[1]

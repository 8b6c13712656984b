"""What Amazon SQS does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A message reappears when its visibility time-out ends, moves on after too many receives, "
        "and expires when it is old.",
        FAITHFUL,
        "/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
        """
        sqs = aws.client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="a")
        counts = []
        for seconds in (29, 1, 1):
            counts.append(len(sqs.receive_message(QueueUrl=url).get("Messages", [])))
            aws.clock.advance(seconds=seconds)
        counts
        """,
    ),
    Behaviour(
        "A queue reports to CloudWatch what is sent, received and deleted, and once a minute what waits in it.",
        SIMPLIFIED,
        "/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
        """
        sqs, began = aws.client("sqs"), aws.clock.now
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        for body in ("a", "b"):
            sqs.send_message(QueueUrl=url, MessageBody=body)
        aws.clock.advance(minutes=2)
        waiting = {"Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible"}
        waiting |= {"Dimensions": [{"Name": "QueueName", "Value": "q"}], "Statistics": ["Maximum"], "Period": 300}
        watch = aws.client("cloudwatch")
        watch.get_metric_statistics(**waiting, StartTime=began, EndTime=aws.clock.now)["Datapoints"][0]["Maximum"]
        """,
        modules=("queue_metrics",),
    ),
    Behaviour(
        "A queue has only attributes that SQS knows, within their limits, and is made again only as it is.",
        FAITHFUL,
        "/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
        """
        asked = {"QueueName": "q", "Attributes": {"VisibilityTimeout": "43201"}}
        attempt(aws.client("sqs").create_queue, **asked).message
        """,
        modules=("queue_checks",),
    ),
)

LIMITS = (
    Limit(
        "A message in a FIFO dead-letter queue keeps the age it had; in AWS its retention starts again there.",
        """
        sqs, fifo = aws.client("sqs"), {"FifoQueue": "true", "MessageRetentionPeriod": "60"}
        dead = sqs.create_queue(QueueName="dead.fifo", Attributes=fifo)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 1}}'
        attributes = fifo | {"VisibilityTimeout": "40", "RedrivePolicy": redrive}
        url = sqs.create_queue(QueueName="work.fifo", Attributes=attributes)["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="a", MessageGroupId="a", MessageDeduplicationId="a")
        sqs.receive_message(QueueUrl=url)
        aws.clock.advance(seconds=40)
        sqs.receive_message(QueueUrl=url)
        aws.clock.advance(seconds=20)
        sqs.receive_message(QueueUrl=dead).get("Messages")
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::SQS::Queue": Refused(
        made="names, attributes that are wrong or exclude each other, dead-letter queues not there or of another kind",
        page="/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
        not_made="keys that are not there, a name deleted within a minute, dead-letter queues that let no queue send",
    ),
    "AWS::SQS::QueuePolicy": Refused(
        made="queues that are not there, actions that a queue does not know, ids twice",
        page="/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html",
        not_made="resources, condition keys, quotas of a policy",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""

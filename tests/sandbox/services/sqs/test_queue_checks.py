"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""

import pytest
from botocore.exceptions import ClientError

DEAD = "arn:aws:sqs:us-east-1:123456789012:dead"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"VisibilityTimeout": "43201"}, "InvalidAttributeValue"),
        ({"VisibilityTimeout": "soon"}, "InvalidAttributeValue"),
        ({"MessageRetentionPeriod": "59"}, "InvalidAttributeValue"),
        ({"Colour": "red"}, "InvalidAttributeName"),
        ({"RedrivePolicy": "{}"}, "InvalidParameterValue"),
        ({"RedrivePolicy": f'{{"deadLetterTargetArn": "{DEAD}", "maxReceiveCount": 1001}}'}, "InvalidParameterValue"),
    ],
)
def test_attributes_beyond_what_a_queue_has_are_refused(aws, attributes, code):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="there")["QueueUrl"]

    for call, where in ((sqs.create_queue, {"QueueName": "q"}), (sqs.set_queue_attributes, {"QueueUrl": url})):
        with pytest.raises(ClientError) as refused:
            call(**where, Attributes=attributes)
        assert refused.value.response["Error"]["Code"] == code


def test_attributes_at_the_limit_are_taken_and_a_queue_is_made_once(aws):
    sqs, attributes = aws.client("sqs"), {"VisibilityTimeout": "43200", "MessageRetentionPeriod": "60"}
    url = sqs.create_queue(QueueName="q", Attributes=attributes)["QueueUrl"]

    assert sqs.create_queue(QueueName="q", Attributes=attributes)["QueueUrl"] == url
    with pytest.raises(ClientError) as refused:
        sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "1"})
    assert refused.value.response["Error"]["Code"] == "QueueAlreadyExists"


def test_name_of_a_fifo_queue_says_so_and_a_message_says_something(aws):
    sqs = aws.client("sqs")
    with pytest.raises(ClientError, match="1 to 80 in length"):
        sqs.create_queue(QueueName="q.fifo")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    with pytest.raises(ClientError, match="must contain the parameter MessageBody"):
        sqs.send_message(QueueUrl=url, MessageBody="")

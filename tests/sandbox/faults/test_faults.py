"""When faults are active, what they show of themselves, and that without one nothing stands in the way."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import SandboxEnded
from patterns.sandbox.faults import FaultError


def is_throttled(aws):
    try:
        aws.client("s3").list_buckets()
    except ClientError as error:
        return error.response["Error"]["Code"] == "SlowDown"
    return False


def test_fault_is_active_within_its_block(aws):
    with aws.faults.throttle("s3") as fault:
        assert (is_throttled(aws), aws.faults.active) == (True, (fault,))

    assert (is_throttled(aws), aws.faults.active) == (False, ())


def test_fault_goes_on_until_it_is_stopped_and_may_begin_again(aws):
    fault = aws.faults.throttle("s3")
    found = [is_throttled(aws)]
    for change in (fault.stop, fault.start, fault.stop):
        change()
        found.append(is_throttled(aws))

    assert found == [True, False, True, False]


def test_fault_is_told_on_the_timeline(aws):
    aws.faults.throttle("s3", lasting=60)
    aws.clock.advance(minutes=2)

    assert [(event.kind, event.subject, event.what, event.at.minute) for event in aws.timeline] == [
        ("fault", "throttling of s3", "began", 0),
        ("fault", "throttling of s3", "ended", 1),
    ]


@pytest.mark.parametrize(("after", "lasting"), [(60, 300), (timedelta(minutes=1), timedelta(minutes=5))])
def test_fault_keeps_to_a_schedule_on_the_clock(aws, after, lasting):
    aws.faults.throttle("s3", after=after, lasting=lasting)
    found = [is_throttled(aws)]
    for minutes in (2, 5):
        aws.clock.advance(minutes=minutes)
        found.append(is_throttled(aws))

    assert found == [False, True, False]


def test_stopped_schedule_never_begins(aws):
    fault = aws.faults.throttle("s3", after=60)
    fault.stop()
    aws.clock.advance(minutes=2)

    assert not is_throttled(aws)


def test_all_faults_can_be_stopped_together(aws):
    for service in ("s3", "sqs"):
        aws.faults.throttle(service)

    aws.faults.stop()

    assert aws.faults.active == ()


def test_faults_show_what_goes_wrong(aws):
    assert repr(aws.faults) == "Faults(none active)"
    with aws.faults.throttle("dynamodb", "PutItem", rate=0.25) as fault:
        assert repr(aws.faults) == "Faults(throttling of dynamodb PutItem (25% of them))"
        assert repr(fault) == "Fault(throttling of dynamodb PutItem (25% of them); active)"
    assert repr(fault).endswith("; over)")


def test_without_a_fault_nobody_stands_at_the_gateway(aws):
    before = repr(aws.gateway)
    with aws.faults.throttle("s3"):
        assert repr(aws.gateway) != before

    assert repr(aws.gateway) == before


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda faults: faults.throttle("dynamo"), "boto3 has no service 'dynamo': did you mean dynamodb"),
        (
            lambda faults: faults.throttle("s3", "put_object"),
            "s3 has no operation 'put_object': did you mean PutObject",
        ),
        (lambda faults: faults.throttle("s3", rate=1.5), "rate must be a number from 0 to 1, got 1.5"),
        (lambda faults: faults.throttle("s3", rate=True), "rate must be a number from 0 to 1, got True"),
        (lambda faults: faults.latency("s3", seconds=-1), "seconds must be a number of seconds, not below 0, got -1"),
        (lambda faults: faults.errors("s3", status=200), "status must be an error's, 400 to 599, got 200"),
        (lambda faults: faults.errors("s3", code="no code"), "code must be the name of an error"),
        (lambda faults: faults.function("none", error="x"), "there is no function 'none'"),
        (lambda faults: faults.function("none"), "nothing would go wrong with 'none'"),
        (lambda faults: faults.throttle("s3", lasting=0), "lasting must be a span above zero"),
        (lambda faults: faults.throttle("s3", after=-5), "after must be a number of seconds, not below 0"),
        (lambda faults: faults.throttle("s3", after=9).start(), "it has been started already"),
    ],
)
def test_fault_that_cannot_be_is_refused(aws, make, message):
    with pytest.raises(FaultError) as refused:
        make(aws.faults)

    assert message in str(refused.value)


def test_fault_of_an_account_that_has_ended_is_refused(aws):
    fault = aws.faults.throttle("s3")
    aws.stop()

    with pytest.raises(SandboxEnded):
        fault.start()

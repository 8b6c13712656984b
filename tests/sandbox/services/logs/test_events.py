"""The private names of moto that give log events their ids, by what Logs answers."""

from patterns import Sandbox


def ids(seed):
    with Sandbox(seed=seed) as aws:
        logs, where = aws.client("logs"), {"logGroupName": "app", "logStreamName": "one"}
        logs.create_log_group(logGroupName="app")
        logs.create_log_stream(**where)
        for text in ("first", "second"):
            logs.put_log_events(**where, logEvents=[{"timestamp": int(aws.clock.time() * 1000), "message": text}])
            aws.clock.advance(seconds=1)
        return [event["eventId"] for event in logs.filter_log_events(logGroupName="app")["events"]]


def test_events_have_the_ids_of_their_account():  # LogEvent.__init__, event_id
    first = ids(1)

    assert ids(1) == first != ids(2)
    assert [len(one) for one in first] == [56, 56]
    assert first == sorted(first)

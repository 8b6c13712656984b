"""What Amazon EventBridge does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "An event reaches the targets of every rule whose pattern it matches.",
        FAITHFUL,
        "/eventbridge/latest/userguide/eb-event-patterns.html",
        """
        import json

        events, sqs = aws.client("events"), aws.client("sqs")
        url = sqs.create_queue(QueueName="orders")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:orders"
        allowed = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}}
        allowed |= {"Action": "sqs:SendMessage", "Resource": arn}
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [allowed]})})
        events.put_rule(Name="big", EventPattern='{"detail": {"total": [{"numeric": [">", 100]}]}}')
        events.put_targets(Rule="big", Targets=[{"Id": "queue", "Arn": arn, "InputPath": "$.detail"}])
        for total in (50, 500):
            events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": f'{{"total": {total}}}'}])
        [message["Body"] for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
        """,
        modules=("event_rules",),
    ),
    Behaviour(
        "Rules with a schedule are due on the account's clock.",
        FAITHFUL,
        "/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
        """
        events, arn = (
            aws.client("events"),
            make_function(aws, "def handler(event, context): print(event['time'])"),
        )
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
        )
        events.put_rule(Name="noon", ScheduleExpression="cron(0 12 * * ? *)")
        events.put_targets(Rule="noon", Targets=[{"Id": "one", "Arn": arn}])
        aws.clock.advance(days=2)
        [line.strip() for line in log_lines(aws) if line.startswith("2026")]
        """,
        modules=("rule_schedules",),
    ),
    Behaviour(
        "A bus that has rules stays, and an archive is one of a bus.",
        FAITHFUL,
        "/eventbridge/latest/APIReference/API_DeleteEventBus.html",
        """
        events = aws.client("events")
        events.create_event_bus(Name="orders")
        events.put_rule(Name="all", EventBusName="orders", EventPattern='{"source": ["shop"]}')
        queue = "arn:aws:sqs:us-east-1:123456789012:orders"
        [
            attempt(events.delete_event_bus, Name="orders").message,
            attempt(events.create_archive, ArchiveName="kept", EventSourceArn=queue).code,
        ]
        """,
        modules=("bus_checks",),
    ),
    Behaviour(
        "An archive keeps the events of its bus that match its pattern.",
        SIMPLIFIED,
        "/eventbridge/latest/userguide/eb-archive.html",
        """
        events = aws.client("events")
        arn = events.create_event_bus(Name="orders")["EventBusArn"]
        events.create_archive(ArchiveName="kept", EventSourceArn=arn, EventPattern='{"source": ["shop"]}')
        for source in ("shop", "blog"):
            entry = {"Source": source, "DetailType": "order", "Detail": "{}", "EventBusName": "orders"}
            events.put_events(Entries=[entry])
        events.describe_archive(ArchiveName="kept")["EventCount"]
        """,
    ),
)

LIMITS = (
    Limit(
        "A failed delivery is retried after pauses that double from a second to ten minutes; AWS "
        "adds jitter to its own, and publishes none. SNS goes on for hours, not for 23 days.",
        """
        from patterns.sandbox.delivery import retries

        retries.LONGEST_PAUSE_SECONDS, retries.MOST_RETRIES, retries.OLDEST_SECONDS
        """,
    ),
    Limit(
        "Rules reach functions, queues, topics, state machines, log groups and buses; other targets count as failed.",
        """
        events = aws.client("events")
        events.put_rule(Name="all", EventPattern='{"source": ["shop"]}')
        target = "arn:aws:codebuild:us-east-1:123456789012:project/site"
        role = "arn:aws:iam::123456789012:role/builds"
        events.put_targets(Rule="all", Targets=[{"Id": "build", "Arn": target, "RoleArn": role}])
        events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
        [found["MetricName"] for found in aws.client("cloudwatch").list_metrics(Namespace="AWS/Events")["Metrics"]]
        """,
    ),
    Limit(
        "An archive keeps its events for as long as it is there, and a bus encrypts and logs nothing.",
        """
        events = aws.client("events")
        bus = events.describe_event_bus(Name="default")["Arn"]
        events.create_archive(ArchiveName="kept", EventSourceArn=bus, RetentionDays=1)
        events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
        aws.clock.advance(days=3)
        events.describe_archive(ArchiveName="kept")["EventCount"]
        """,
    ),
    Limit(
        "Schedules fire on the second, where AWS promises the minute.",
        """
        aws.client("events").put_rule(Name="tick", ScheduleExpression="rate(1 minute)")
        aws.clock.advance(seconds=59.9)
        aws.clock
        """,
    ),
    Limit(
        "`PutEvents` takes a source that begins with `aws.`, which EventBridge keeps to itself, and `PutTargets` does "
        "not ask whether an input transformer's template becomes JSON.",
        """
        entry = {"Source": "aws.mine", "DetailType": "t", "Detail": "{}"}
        aws.client("events").put_events(Entries=[entry])["FailedEntryCount"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Events::Archive": Refused(
        made="a name that is taken, a source that is no bus or not there, patterns that cannot be read",
        page="/eventbridge/latest/APIReference/API_CreateArchive.html",
        not_made="the key it is encrypted with",
    ),
    "AWS::Events::EventBus": Refused(
        made="a name that is taken, and deleting a bus that has rules",
        page="/eventbridge/latest/APIReference/API_CreateEventBus.html",
        not_made="the key it is encrypted with, a queue that is not there, more than 100 buses",
    ),
    "AWS::Events::EventBusPolicy": Refused(
        made="principals that are no account, conditions for one account, actions other than events:PutEvents",
        page="/eventbridge/latest/APIReference/API_PutPermission.html",
        not_made="a statement that is no statement, principals that do not exist, over 10 KB",
    ),
    "AWS::Events::Rule": Refused(
        made="patterns and schedules that cannot be read, targets in a number or form that is not allowed",
        page="/eventbridge/latest/APIReference/API_PutTargets.html",
        not_made="roles of targets; whether a target exists, for which AWS does not look",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""

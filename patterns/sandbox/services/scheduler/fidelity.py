"""What Amazon EventBridge Scheduler does here."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Refused

BEHAVIOURS = (
    Behaviour(
        "Schedules are due on the account's clock, in the time zone they name.",
        FAITHFUL,
        "/scheduler/latest/UserGuide/schedule-types.html",
        """
        import json

        policy = lambda **said: json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **said}})
        trust = policy(Principal={"Service": "scheduler.amazonaws.com"}, Action="sts:AssumeRole")
        grant = policy(Action="lambda:InvokeFunction", Resource="*")
        arn = make_function(aws, "def handler(event, context): print(event['time'])")
        iam = aws.client("iam")
        role = iam.create_role(RoleName="clock", AssumeRolePolicyDocument=trust)["Role"]
        iam.put_role_policy(RoleName="clock", PolicyName="call", PolicyDocument=grant)
        aws.client("scheduler").create_schedule(
            Name="noon",
            ScheduleExpression="cron(0 12 * * ? *)",
            ScheduleExpressionTimezone="Europe/Berlin",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": arn, "RoleArn": role["Arn"], "Input": '{"time": "<aws.scheduler.scheduled-time>"}'},
        )
        aws.clock.advance(days=2)
        [line.strip() for line in log_lines(aws) if line.startswith("2026")]
        """,
        modules=("schedules",),
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Scheduler::Schedule": Refused(
        made="expressions, zones, names that are taken, untrusting roles; windows and dates (in our words)",
        page="/scheduler/latest/APIReference/API_CreateSchedule.html",
        not_made="targets that do not exist; a window's length where there is none",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""

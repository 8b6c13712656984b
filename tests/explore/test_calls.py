"""The panel of calls: as they come, from whatever thread, and only where somebody watches."""

import threading

from patterns import Sandbox
from patterns.explore import Workbench

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def titles(workbench):
    return [tab["title"] for tab in workbench.page.tabs]


def test_calls_are_shown_as_they_come_with_who_was_refused_and_why():
    with Sandbox() as aws:
        workbench = Workbench(TOPIC, sandbox=aws)
        workbench.deploy()
        aws.client("sqs").list_queues()
        assert "Calls" not in titles(workbench)

        with aws.endpoint():
            aws.client("iam").create_user(UserName="ann")
            workbench.page.selected = "calls"
            key = aws.client("iam").create_access_key(UserName="ann")["AccessKey"]
            keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
            denied = threading.Thread(target=lambda: attempted(aws.client("s3", **keys).list_buckets))
            denied.start()
            denied.join()

        pane = workbench.page.panes["calls"]
        assert "Calls" in titles(workbench)
        assert "iam:CreateUser" in pane
        assert "user/ann" in pane
        assert "AccessDenied" in pane
        assert "3 calls" in pane
        workbench.undo()
        assert "Calls" in titles(workbench)


def attempted(call):
    try:
        call()
    except Exception as error:
        return error
    return None


def test_a_page_whose_account_nobody_watches_has_no_such_panel():
    with Sandbox() as aws:
        workbench = Workbench(TOPIC, sandbox=aws)
        workbench.deploy()
        aws.client("sqs").list_queues()

        assert "calls" not in {tab["id"] for tab in workbench.page.tabs}
        assert aws.calls == []

"""Statuses are those of the service's own model."""

from botocore import xform_name

from patterns.sandbox.services.aws_lambda.patches.statuses import STATUSES
from tools.code import make_function


def test_operations_answer_with_the_status_of_their_model(aws):
    client = aws.client("lambda")
    make_function(aws, "def handler(event, context): return 1")
    client.publish_version(FunctionName="worker")
    alias = {"FunctionName": "worker", "Name": "live"}
    url = {"FunctionName": "worker"}
    permission = {"StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}
    calls = [
        ("create_alias", {**alias, "FunctionVersion": "1"}),
        ("get_alias", alias),
        ("update_alias", {**alias, "Description": "d"}),
        ("add_permission", {"FunctionName": "worker", **permission}),
        ("remove_permission", {"FunctionName": "worker", "StatementId": "s"}),
        ("create_function_url_config", {**url, "AuthType": "NONE"}),
        ("get_function_url_config", url),
        ("delete_alias", alias),
    ]

    told = {name: getattr(client, name)(**given)["ResponseMetadata"]["HTTPStatusCode"] for name, given in calls}

    model = client.meta.service_model
    names = {
        xform_name(name): model.operation_model(name).http.get("responseCode", 200) for name in model.operation_names
    }
    assert told == {name: names[name] for name, _ in calls}
    assert {name: names[name] for name in STATUSES} == STATUSES

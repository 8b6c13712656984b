"""What a function does when it is called: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html."""

import base64
import json
import time
from datetime import timedelta

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.core.clock import START
from patterns.sandbox.core.errors import ForeignCode, NotSimulated
from tools.code import call, log_lines, make_function, zipped


def test_a_function_runs_its_code_with_its_environment_and_context(aws):
    code = """
import os
def handler(event, context):
    return [event["x"], os.environ["STAGE"], context.function_name, context.memory_limit_in_mb,
            context.get_remaining_time_in_millis()]
"""
    make_function(aws, code, Environment={"Variables": {"STAGE": "test"}}, MemorySize=256, Timeout=5)

    assert call(aws, {"x": 1}) == ([1, "test", "worker", "256", 4999], None)


@pytest.mark.slow
def test_globals_stay_while_the_process_is_warm_and_go_when_the_code_changes(aws):
    make_function(aws, "n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return n")
    assert [call(aws)[0] for _ in range(3)] == [1, 2, 3]

    new = zipped(index="n = 10\ndef handler(event, context):\n    global n\n    n += 1\n    return n")
    aws.client("lambda").update_function_code(FunctionName="worker", ZipFile=new)

    assert call(aws)[0] == 11
    assert sum("Init Duration" in line for line in log_lines(aws)) == 2


@pytest.mark.slow
def test_a_process_that_was_idle_for_long_is_started_again(aws):
    make_function(aws, "n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return n")
    assert [call(aws)[0], call(aws)[0]] == [1, 2]

    aws.clock.advance(hours=1)

    assert call(aws)[0] == 1


@pytest.mark.slow
def test_calls_of_aws_come_back_into_the_same_account_as_the_function_s_role(aws):
    code = """
import boto3
def handler(event, context):
    boto3.client("s3").put_object(Bucket="notes", Key="ä/b", Body=b"from inside", Metadata={"by": "worker"})
    return boto3.client("sts").get_caller_identity()["Arn"]
"""
    make_function(aws, code)
    aws.client("s3").create_bucket(Bucket="notes")

    who, _ = call(aws)

    assert who == "arn:aws:sts::123456789012:assumed-role/worker-role/worker"
    assert aws.client("s3").get_object(Bucket="notes", Key="ä/b")["Body"].read() == b"from inside"


def test_an_error_of_aws_is_the_function_s_to_catch(aws):
    code = """
import boto3
def handler(event, context):
    try:
        boto3.client("s3").get_object(Bucket="none-such", Key="k")
    except Exception as error:
        return type(error).__name__
"""
    make_function(aws, code)

    assert call(aws) == ("NoSuchBucket", None)


def test_sleeping_passes_the_account_s_time_and_not_the_reader_s(aws):
    code = """
import time
def handler(event, context):
    before = time.time()
    time.sleep(event)
    return round(time.time() - before)
"""
    make_function(aws, code, Timeout=900)
    real = time.monotonic()

    assert call(aws, 600) == (600, None)

    assert aws.clock.now == START + timedelta(seconds=600)
    assert time.monotonic() - real < 60  # ten minutes went by in there


@pytest.mark.slow
def test_logs_are_those_of_the_runtime(aws):
    code = """
import logging
log = logging.getLogger()
log.setLevel("INFO")
def handler(event, context):
    print("one\\ntwo")
    log.info("a record\\nof two lines")
    raise ValueError("no good")
"""
    make_function(aws, code)

    error, kind = call(aws)

    start, one, two, record, trace, end, report = log_lines(aws)
    request = start.split()[2]
    assert (start, one, two) == (f"START RequestId: {request} Version: $LATEST", "one", "two")
    assert record == f"[INFO]\t2026-01-01T00:00:00.000Z\t{request}\ta record\nof two lines\n"
    assert trace.startswith(
        '[ERROR] ValueError: no good\nTraceback (most recent call last):\n  File "/var/task/index.py"'
    )
    assert end == f"END RequestId: {request}"
    assert report.startswith(f"REPORT RequestId: {request}\tDuration: ")
    assert kind == "Unhandled"
    assert {name: error[name] for name in ("errorMessage", "errorType", "requestId")} == {
        "errorMessage": "no good",
        "errorType": "ValueError",
        "requestId": request,
    }


@pytest.mark.slow
def test_json_logs_are_objects(aws):
    code = (
        "import logging\ndef handler(event, context):\n    logging.getLogger('app').info('hello', extra={'order': 7})"
    )
    make_function(aws, code, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "INFO"})
    call(aws)

    record = next(json.loads(line) for line in log_lines(aws) if '"hello"' in line)

    assert (record["level"], record["logger"], record["order"]) == ("INFO", "app", 7)


JSON_STATUS = {
    "return 1": ("success", None),
    "raise ValueError('no')": ("error", None),
    "import time; time.sleep(9)": ("timeout", None),
    "import os; os._exit(3)": ("failure", "Runtime.ExitError"),
}


@pytest.mark.parametrize("body", JSON_STATUS)
def test_with_json_logs_the_service_writes_objects_too(aws, body):
    code = f"def handler(event, context):\n    {body}"
    make_function(aws, code, LoggingConfig={"LogFormat": "JSON"})
    call(aws)

    lines = [json.loads(line) for line in log_lines(aws)]
    (start,) = [line for line in lines if line.get("type") == "platform.start"]
    (report,) = [line for line in lines if line.get("type") == "platform.report"]

    assert start["time"] == "2026-01-01T00:00:00.000Z"
    assert start["record"]["version"] == "$LATEST"
    assert report["record"]["requestId"] == start["record"]["requestId"]
    assert (report["record"]["status"], report["record"].get("errorType")) == JSON_STATUS[body]
    assert report["record"]["metrics"]["memorySizeMB"] == 128


def test_the_tail_of_the_log_comes_with_the_answer(aws):
    make_function(aws, "def handler(event, context):\n    print('here')")

    answer = aws.client("lambda").invoke(FunctionName="worker", LogType="Tail")

    assert "\nhere\n" in base64.b64decode(answer["LogResult"]).decode()


DOES_NOT_LOAD = {
    "import none_such": ("Runtime.ImportModuleError", "Unable to import module 'index': No module named 'none_such'"),
    "import requests": ("Runtime.ImportModuleError", "Unable to import module 'index': No module named 'requests'"),
    "import patterns": ("Runtime.ImportModuleError", "Unable to import module 'index': No module named 'patterns'"),
    "x = 1": ("Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
    "def f(:": ("Runtime.UserCodeSyntaxError", "Syntax error in module 'index': invalid syntax (index.py, line 1)"),
    "1 / 0": ("ZeroDivisionError", "division by zero"),
}


@pytest.mark.slow
@pytest.mark.parametrize("code", DOES_NOT_LOAD)
def test_a_function_that_does_not_load_says_why(aws, code):
    kind, message = DOES_NOT_LOAD[code]
    make_function(aws, code)

    error, how = call(aws)

    assert (how, error["errorType"], error["errorMessage"]) == ("Unhandled", kind, message)
    assert any(line.startswith(f"[ERROR] {kind}: {message}") for line in log_lines(aws))


def test_a_handler_is_a_module_and_a_name(aws):
    make_function(aws, "", Handler="index")

    error, _ = call(aws)

    assert error["errorType"] == "Runtime.MalformedHandlerName"
    assert error["errorMessage"] == "Bad handler 'index': not enough values to unpack (expected 2, got 1)"


@pytest.mark.slow
def test_a_response_over_six_megabytes_is_refused(aws):
    make_function(aws, "def handler(event, context):\n    return 'x' * event")

    assert len(call(aws, 6_000_000)[0]) == 6_000_000
    error, how = call(aws, 6_300_000)
    assert (how, error["errorType"]) == ("Unhandled", "Function.ResponseSizeTooLarge")


@pytest.mark.slow
def test_a_version_keeps_its_code_and_says_which_it_is(aws):
    make_function(aws, "def handler(event, context):\n    return context.function_version")
    client = aws.client("lambda")
    client.publish_version(FunctionName="worker")
    client.update_function_code(FunctionName="worker", ZipFile=zipped(index="def handler(e, c): return 'new'"))

    assert call(aws) == ("new", None)
    assert call(aws, Qualifier="1") == ("1", None)


def told(answer):
    """What a caller got: the payload, or the status of a refusal."""
    if isinstance(answer, ClientError):
        return f"{answer.response['ResponseMetadata']['HTTPStatusCode']} {answer.response['Error']['Message']}"
    return json.loads(answer["Payload"].read())


REFUSED = "429 Rate Exceeded."


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "expected"), [(2, ["done", "done", REFUSED]), (3, ["done"] * 3), (0, [REFUSED] * 3)])
def test_callers_at_the_same_moment_meet_the_reserved_concurrency(aws, limit, expected):
    make_function(aws, "import time\ndef handler(event, context):\n    time.sleep(1)\n    return 'done'")
    aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=limit)
    client = aws.client("lambda", config=Config(retries={"total_max_attempts": 1}))

    answers = aws.at_once(*[lambda: client.invoke(FunctionName="worker")] * 3)

    assert [told(answer) for answer in answers] == expected
    assert aws.clock.now == START + timedelta(seconds=1 if limit else 0)


@pytest.mark.slow
def test_one_after_the_other_never_meet_it(aws):
    make_function(aws, "def handler(event, context):\n    return 'done'")
    aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=1)

    assert [call(aws)[0] for _ in range(3)] == ["done"] * 3


FOREIGN = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: {ZipFile: "def handler(event, context): return 1"}
"""


@pytest.mark.parametrize("allowed", [False, True])
def test_code_of_a_template_from_outside_runs_only_where_that_was_asked_for(allowed):
    with Sandbox(run_foreign_code=allowed) as aws:
        aws.deploy(FOREIGN)

        if allowed:
            assert call(aws) == (1, None)
        else:
            with pytest.raises(ForeignCode, match=r"function worker .* Sandbox\(run_foreign_code=True\)"):
                call(aws)


def test_another_language_is_not_run_and_says_so(aws):
    make_function(aws, "", Runtime="nodejs22.x")

    with pytest.raises(NotSimulated, match=r"worker runs on nodejs22\.x, and the sandbox runs Python only"):
        call(aws)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_log():
    def once():
        with Sandbox() as aws:
            make_function(aws, "import uuid, random\ndef handler(e, c): print(uuid.uuid4(), random.random())")
            for event in (1, 1, 2):
                call(aws, event)
            return log_lines(aws)

    first = once()

    assert len(set(first)) == len(first)
    assert [once() for _ in range(2)] == [first, first]

"""The process that functions are forked from: they start sooner by it and notice nothing of it."""

import subprocess
import sys
import time

import psutil
import pytest

from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.zygote import shared
from tools.code import call, make_function, zipped

OWN = "def handler(event, context):\n    import {0}\n    return {0}.__name__, hasattr({0}, 'mine')"
ORDER = "def handler(event, context):\n    return list({str(number) for number in range(50)})"
DIES = """
import os
from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.zygote import shared
from tools.code import make_function
make_function(Sandbox().start(), "def handler(event, context): pass")
print(shared.pid, flush=True)
os._exit(1)
"""


@pytest.mark.slow
def test_one_process_is_there_once_there_is_a_function_and_all_are_forked_from_it(aws):
    make_function(aws, "import sys\ndef handler(event, context): return 'boto3' in sys.modules")
    waiting = shared.pid

    assert call(aws) == (True, None)

    make_function(aws, "import sys\ndef handler(event, context): return 'boto3' in sys.modules", name="second")
    assert call(aws, name="second") == (True, None)
    assert shared.pid == waiting is not None


def test_what_functions_read_ahead_is_their_own_to_change(aws):
    code = """
import boto3, botocore.session
def handler(event, context):
    model = botocore.session.Session().get_component("data_loader").load_service_model("sqs", "service-2")
    was = model["metadata"].get("mine")
    model["metadata"]["mine"] = True
    return was
"""
    for name in ("one", "two"):
        make_function(aws, code, name=name)

        assert call(aws, name=name) == (None, None)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["urllib3", "http", "boto3"])
def test_a_module_of_the_function_s_own_goes_before_one_imported_ahead(aws, name):
    make_function(aws, OWN.format(name))
    assert call(aws) == ([name, False], None)

    code = zipped(**{"index": OWN.format(name), name: "mine = True"})
    aws.client("lambda").update_function_code(FunctionName="worker", ZipFile=code)

    assert call(aws) == ([name, True], None)


@pytest.mark.slow
def test_a_variable_that_acts_when_a_process_starts_does(aws):
    code = "import sys\ndef handler(event, context): return sys.getfilesystemencoding(), 'boto3' in sys.modules"
    make_function(aws, code)
    assert call(aws) == (["utf-8", True], None)

    variables = {"LANG": "en_US.ISO-8859-1", "LC_ALL": "POSIX"}
    aws.client("lambda").update_function_configuration(FunctionName="worker", Environment={"Variables": variables})

    assert call(aws)[0][1] is False


def test_a_time_zone_is_the_function_s(aws):
    code = "import time\ndef handler(event, context): return time.strftime('%H:%M')"
    make_function(aws, code)
    assert call(aws) == ("00:00", None)

    variables = {"TZ": "Asia/Kolkata"}
    aws.client("lambda").update_function_configuration(FunctionName="worker", Environment={"Variables": variables})

    assert call(aws) == ("05:30", None)


def test_sets_have_one_order_in_every_process():
    answers = []
    for _ in range(2):
        with Sandbox() as aws:
            make_function(aws, ORDER)
            answers.append(call(aws)[0])

    assert answers[0] == answers[1]
    assert answers[0] != sorted(answers[0])


@pytest.mark.slow
def test_it_does_not_outlive_a_process_that_is_killed():
    died = subprocess.run([sys.executable, "-c", DIES], capture_output=True, text=True, check=False)

    waiting, deadline = int(died.stdout), time.monotonic() + 30
    while psutil.pid_exists(waiting) and psutil.Process(waiting).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert died.returncode == 1

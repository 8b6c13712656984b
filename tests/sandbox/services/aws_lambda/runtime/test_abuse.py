"""Code that misbehaves ends in the error that the service gives, and leaves no process behind."""

import psutil
import pytest

from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.zygote import shared
from tools.code import call, log_lines, make_function

ENDLESS = "def handler(event, context):\n    while True: pass"
LEAVES = "import os\ndef handler(event, context):\n    print('last words')\n    os._exit(3)"
FORKS = "import os\ndef handler(event, context):\n    while True: os.fork()"
EATS = "def handler(event, context):\n    return len(b'x' * 10**9)"
GROWS = "kept = []\ndef handler(event, context):\n    while True: kept.append(b'x' * 10**6)"
FLOODS = "def handler(event, context):\n    for _ in range(100): print('y' * 10**6)\n    return 'done'"
NO_HANDLER = "x = 1"
NO_MODULE = "import none_such"
NO_JSON = "def handler(event, context):\n    return {1, 2}"

KILLED = "Error: Runtime exited with error: signal: killed"
CASES = {
    "endless loop": (ENDLESS, "Sandbox.Timedout", "Error: Task timed out after 1.00 seconds"),
    "os._exit": (LEAVES, "Runtime.ExitError", "Error: Runtime exited with error: exit status 3"),
    "fork storm": (FORKS, "BlockingIOError", "[Errno 11] Resource temporarily unavailable"),
    "1 GB": (EATS, "Runtime.OutOfMemory", KILLED),
    "1 GB by and by": (GROWS, "Runtime.OutOfMemory", KILLED),
    "no handler": (NO_HANDLER, "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
    "import error": (NO_MODULE, "Runtime.ImportModuleError", "No module named 'none_such'"),
    "no JSON": (NO_JSON, "Runtime.MarshalError", "Object of type set is not JSON serializable"),
}


PATIENCE_SECONDS = 30
"""What other code than the endless loop is given: a busy machine is not what these tests are about."""


def abuse(code, times):
    """(error, kind) of each of so many calls; raises unless all processes are gone afterwards."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with Sandbox() as aws:
        make_function(aws, code, Timeout=1 if code == ENDLESS else PATIENCE_SECONDS)
        answers = [call(aws) for _ in range(times)]
        lines = log_lines(aws)
    left = {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert left <= {shared.pid}
    return answers, lines


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.long)])
def test_misbehaving_code_ends_as_on_the_service(name, times):
    code, kind, message = CASES[name]

    answers, lines = abuse(code, times)

    assert len(answers) == times
    for error, how in answers:
        assert (how, error["errorType"]) == ("Unhandled", kind)
        assert error["errorMessage"].endswith(message)
    assert sum(line.startswith("REPORT") for line in lines) == times


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_flood_of_output_is_read_cut_and_said_to_be(times):
    answers, lines = abuse(FLOODS, times)

    assert answers == [("done", None)] * times
    assert sum("more bytes of output were not kept" in line for line in lines) == times
    assert sum(map(len, lines)) < times * 1_100_000


def test_what_is_printed_before_the_end_is_in_the_log():
    _, lines = abuse(LEAVES, 1)

    assert "last words" in lines


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import subprocess\ndef handler(e, c): subprocess.run(['ls'])", "Resource temporarily unavailable"),
        ("import socket\ndef handler(e, c): socket.create_connection(('127.0.0.1', 80))", "Network is unreachable"),
        ("def handler(e, c): open('/etc/written', 'w')", "Read-only file system: '/etc/written'"),
        ("import os\ndef handler(e, c): os.kill(1, 0)", "No such process"),
    ],
)
def test_what_leaves_the_process_is_refused(code, message):
    ((error, how),), _ = abuse(code, 1)

    assert how == "Unhandled"
    assert message in error["errorMessage"]


def test_a_file_in_the_temporary_folder_may_be_written():
    code = """
import pathlib, tempfile
def handler(event, context):
    place = pathlib.Path(tempfile.gettempdir(), "note")
    place.write_text("kept")
    return place.read_text()
"""
    ((answer, how),), _ = abuse(code, 1)

    assert (answer, how) == ("kept", None)

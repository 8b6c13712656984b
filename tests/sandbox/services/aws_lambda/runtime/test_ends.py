"""Processes of functions end: with the function, with the process that started them however that ends, and in time."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.fleets import MOST_IDLE
from patterns.sandbox.services.aws_lambda.runtime.zygote import GUARD, NAMESPACES, shared
from tools.code import call, make_function, zipped
from tools.sampling import sampled

COUNT = "n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return n"

# A grandchild in a session of its own, by way of C, which no guard in Python sees.
LEAVES = """
import ctypes
def handler(event, context):
    c = ctypes.CDLL(None)
    if c.fork() == 0:
        c.setsid()
        if c.fork() == 0:
            c.sleep(1000)
        c._exit(0)
    return 1
"""

STARTS = """
import sys, threading
from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.zygote import shared
from tools.code import call, make_function
shared._way = sys.argv[1] or None
aws = Sandbox().start()
make_function(aws, sys.argv[2], Timeout=900)
make_function(aws, "def handler(event, context): return 1", name="warm")
call(aws, name="warm")
threading.Timer(0.5, lambda: print("ready", flush=True)).start()
call(aws)
"""

BUSY = "def handler(event, context):\n    while True: pass"
WAITS = "import threading\ndef handler(event, context): threading.Event().wait()"
IGNORES = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))\n" + BUSY


def processes():
    """Every process below this one, but for the one that functions are forked from."""
    found = psutil.Process().children(recursive=True)
    return {one.pid for one in found if one.pid != shared.pid and is_running(one)}


def wait_until(true, seconds=30):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(params=[NAMESPACES, GUARD])
def way(request):
    if request.param == NAMESPACES:
        with shared.forced(None):
            found, why = shared.take().way, shared.take().obstacle
        if found != NAMESPACES:
            pytest.skip(f"no namespaces here: {why}")
    with shared.forced(request.param):
        yield request.param


CODES = [BUSY, WAITS, IGNORES, LEAVES.replace("return 1", "c.sleep(1000)")]
ENDS = [(end, code) for end in (signal.SIGKILL, signal.SIGTERM) for code in CODES]


@pytest.mark.parametrize(("end", "code"), sampled([pytest.param(*each) for each in ENDS], 0, slow=1))
def test_functions_end_with_the_process_that_called_them_and_leave_no_file(way, code, end, tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = [sys.executable, "-c", STARTS, way, code]
    with subprocess.Popen(started, stdout=subprocess.PIPE, env=environment, text=True) as caller:
        assert caller.stdout.readline() == "ready\n"
        below = psutil.Process(caller.pid).children(recursive=True)
        assert len(below) >= 5  # the one forked from, and for each function its supervisor and itself

        caller.send_signal(end)

        assert caller.wait(30) == -end
    wait_until(lambda: not any(map(is_running, below)))
    wait_until(lambda: list(tmp_path.iterdir()) == [])


@pytest.mark.slow
def test_what_a_function_has_started_ends_with_it(way):
    with Sandbox() as aws:
        make_function(aws, LEAVES)
        assert call(aws) == (1, None)
        wait_until(lambda: len(processes()) == 3)  # supervisor, function, and what it left

        aws.client("lambda").delete_function(FunctionName="worker")

        wait_until(lambda: processes() == set())


@pytest.mark.slow
def test_no_process_outlives_its_function_or_the_code_it_was_started_for(way):
    with Sandbox() as aws:
        make_function(aws, COUNT)
        client = aws.client("lambda")
        assert [call(aws)[0], call(aws)[0]] == [1, 2]
        first = processes()
        assert len(first) == 2

        client.update_function_code(FunctionName="worker", ZipFile=zipped(index=COUNT + "\n"))
        assert call(aws)[0] == 1
        wait_until(lambda: first & processes() == set())
        version = client.publish_version(FunctionName="worker")["Version"]
        assert call(aws, Qualifier=version)[0] == 1
        wait_until(lambda: len(processes()) == 4)
        client.delete_function(FunctionName="worker", Qualifier=version)
        wait_until(lambda: len(processes()) == 2)
        assert call(aws)[0] == 2

        client.delete_function(FunctionName="worker")

        wait_until(lambda: processes() == set())
        assert list(shared.take().folder.iterdir()) == []


def test_a_function_may_delete_itself(aws):
    make_function(
        aws,
        "import boto3\ndef handler(event, context):\n"
        "    boto3.client('lambda').delete_function(FunctionName='worker')\n    return open(__file__).read()[:6]",
    )

    assert call(aws) == ("import", None)

    wait_until(lambda: processes() == set())


@pytest.mark.slow
def test_idle_processes_are_bounded_and_the_least_recently_used_end_first(aws):
    names = [f"f{number}" for number in range(MOST_IDLE + 2)]
    for name in names:
        make_function(aws, COUNT, name=name)
    for name in (*names[:MOST_IDLE], names[0], *names[MOST_IDLE:]):
        call(aws, name=name)

    wait_until(lambda: len(processes()) == 2 * MOST_IDLE)
    assert call(aws, name=names[0])[0] == 3
    assert call(aws, name=names[1])[0] == 1
    assert len(list(shared.take().folder.glob("package-*"))) == MOST_IDLE


def test_an_invocation_that_is_interrupted_leaves_no_process(aws):
    make_function(
        aws, "import time\ndef handler(event, context):\n    if event: time.sleep(1)\n    return 1", Timeout=9
    )
    assert call(aws)[0] == 1

    came = []

    def interrupt():
        # What an interruption cuts short is due again; this one comes once.
        if not came:
            came.append("Ctrl-C")
            raise KeyboardInterrupt

    aws.clock.after(0.5, interrupt, "Ctrl-C")
    with pytest.raises(KeyboardInterrupt):
        call(aws, True)

    wait_until(lambda: processes() == set())
    assert call(aws) == (1, None)


def test_a_process_that_was_idle_for_long_ends_when_any_function_is_called(aws):
    for name in ("one", "two"):
        make_function(aws, COUNT, name=name)
    call(aws, name="one")
    aws.clock.advance(minutes=20)

    call(aws, name="two")

    wait_until(lambda: len(processes()) == 2)


@pytest.mark.slow
def test_a_forked_child_neither_ends_nor_keeps_the_processes(way):
    with Sandbox() as aws:
        make_function(aws, COUNT)
        assert call(aws)[0] == 1
        before = processes()

        child = os.fork()
        if child == 0:
            try:
                answer = call(aws)[0]  # in a process of the child's own
                aws.stop()
            finally:
                os._exit(answer)
        _, status = os.waitpid(child, 0)

        assert os.waitstatus_to_exitcode(status) == 1
        wait_until(lambda: processes() == before)
        assert call(aws)[0] == 2


@pytest.mark.slow
def test_a_forked_child_that_leaves_as_python_does_takes_nothing_along(tmp_path):
    code = STARTS.split("threading.Timer")[0] + (
        "import os\nchild = os.fork()\nif child == 0: sys.exit(3)\n"
        "status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "print(status, call(aws, name='warm')[0], shared.take().folder.exists())"
    )

    ran = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code, "", COUNT],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=False,
    )

    assert (ran.stdout, ran.stderr) == ("3 1 True\n", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_child_that_lives_on_keeps_no_process_of_its_parent(way, tmp_path):
    code = STARTS.replace(
        "threading.Timer",
        "import os\nif os.fork() == 0:\n    import time; time.sleep(20); os._exit(0)\nthreading.Timer",
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code, way, BUSY],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        text=True,
    ) as caller:
        assert caller.stdout.readline() == "ready\n"
        below = psutil.Process(caller.pid).children(recursive=True)
        python = [one for one in below if one.cmdline()[1:2] != ["-W"]]

        caller.kill()
        caller.wait(30)

        wait_until(lambda: not any(map(is_running, python)), 15)
        for one in below:
            if is_running(one):
                one.kill()


GARBAGE = {
    "half a message": "b'\\0\\0'",
    "a message of 4 GB": "b'\\xff' * 8",
    "no JSON": "b'\\0\\0\\0\\2\\0\\0\\0\\0{x'",
    "no message": "b'\\0\\0\\0\\2\\0\\0\\0\\0[]'",
    "a message of no kind": "b'\\0\\0\\0\\2\\0\\0\\0\\0{}'",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_written_into_the_runtime_s_pipe_ends_the_invocation(aws, name):
    make_function(
        aws,
        "import os, threading\ndef handler(event, context):\n    for number in range(3, 12):\n"
        f"        try: os.write(number, {GARBAGE[name]})\n        except OSError: pass\n    threading.Event().wait()",
        Timeout=1,
    )

    answer, error = call(aws)

    assert (error, answer["errorType"]) in {("Unhandled", "Sandbox.Timedout"), ("Unhandled", "Runtime.ExitError")}
    wait_until(lambda: processes() == set())


@pytest.mark.parametrize(
    ("seconds", "error"),
    [
        ("float('nan')", "ValueError"),
        ("float('inf')", "OverflowError"),
        ("10**400", "OverflowError"),
        ("1e9", "Sandbox.Timedout"),
    ],
)
def test_a_sleep_of_any_length_ends(aws, seconds, error):
    make_function(aws, f"import time\ndef handler(event, context): time.sleep({seconds})")

    assert call(aws)[0]["errorType"] == error


def used(aws, functions, calls):
    """(processes, descriptors, megabytes of processes) at their most, over so many calls."""
    chance, me, most = random.Random(0), psutil.Process(), (0, 0, 0)
    for number in range(functions):
        make_function(aws, COUNT, name=f"f{number}")
    for done in range(calls):
        # As functions are: a few are called all the time, most now and then.
        name = f"f{min(int(chance.expovariate(10 / functions)), functions - 1)}"
        assert call(aws, name=name)[1] is None
        if done % max(calls // 20, 1) == 0:
            size = (
                sum(psutil.Process(pid).memory_full_info().pss for pid in processes()) if sys.platform == "linux" else 0
            )
            most = tuple(map(max, most, (len(processes()), me.num_fds(), size >> 20)))
    return most


@pytest.mark.parametrize(("functions", "calls"), [(30, 90), pytest.param(100, 10_000, marks=pytest.mark.long)])
def test_many_calls_of_many_functions_keep_processes_and_files_bounded(functions, calls):
    before, folder = psutil.Process().num_fds(), Path(tempfile.gettempdir())
    with Sandbox() as aws:
        number, descriptors, megabytes = used(aws, functions, calls)

        assert 0 < number <= 2 * MOST_IDLE
        assert descriptors <= before + 8 + 5 * MOST_IDLE
        assert megabytes <= 30 * MOST_IDLE
        assert len(list(shared.take().folder.iterdir())) <= 2 * MOST_IDLE
    wait_until(lambda: processes() == set())
    assert psutil.Process().num_fds() <= before + 8
    assert shared.take().folder.parent == folder.resolve()
    assert list(shared.take().folder.iterdir()) == []

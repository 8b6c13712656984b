import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from tools.sampling import sampled

REPOSITORY = Path(__file__).parents[3]

# A program of its own, as the child imports its parent's main module; that asks too, before the child does its work.
PROGRAM = """
import concurrent.futures, multiprocessing, os, socket, sys

def tell():
    try:
        socket.create_connection(("192.0.2.1", 80), 0.1)
    except Exception as error:
        return type(error).__name__
    return "connected"

told_on_import = tell() if __name__ == "__mp_main__" else ""

def work(number):
    import boto3
    from patterns import Sandbox
    own = told_on_import, tell(), os.environ["AWS_ACCESS_KEY_ID"], "AWS_PROFILE" in os.environ
    with Sandbox() as aws:
        aws.client("s3").create_bucket(Bucket="notes")
        names = [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]
    return *own, names, tell()

def told(method, way):
    context = multiprocessing.get_context(method)
    if way == "pool":
        with context.Pool(1) as pool:
            return pool.map(work, [1])[0]
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        return list(pool.map(work, [1]))[0]

if __name__ == "__main__":
    method, way = sys.argv[1:]
    if method == "forkserver":
        # Started before the sandbox, with the reader's own environment.
        multiprocessing.get_context("forkserver").Process(target=len, args=([],)).start()
    from patterns import Sandbox
    with Sandbox():
        print(told(method, way))
"""


STARTS = [pytest.param(*each) for each in itertools.product(("spawn", "forkserver", "fork"), ("pool", "executor"))]


@pytest.mark.parametrize(("method", "way"), sampled(STARTS, 0, slow=1))
def test_child_processes_are_fenced_before_anything_runs_there_and_may_have_a_sandbox(tmp_path, method, way):
    (tmp_path / "program.py").write_text(PROGRAM)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY), "AWS_PROFILE": "prod", "HOME": str(tmp_path)}
    environment["AWS_ACCESS_KEY_ID"] = "AKIAREALREALREALREAL"

    run = subprocess.run(
        [sys.executable, "program.py", method, way],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    on_import = "" if method == "fork" else "OutsideSandbox"
    expected = (on_import, "OutsideSandbox", "AKIAIOSFODNN7EXAMPLE", False, ["notes"], "OutsideSandbox")
    assert (run.returncode, run.stdout) == (0, f"{expected}\n"), run.stderr

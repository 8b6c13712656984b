"""The `sandbox` fixture in a team's own test suite, run in a process of its own, as that suite would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns.progress import PLACE

pytest_plugins = ["pytester"]

VERSIONED = """\
Resources:
  Storage:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
"""


@pytest.mark.slow
def test_sound_template_passes_and_unsound_ones_fail_with_the_reason(pytester):
    (pytester.path / "sound.yaml").write_text(VERSIONED)
    (pytester.path / "suspended.yaml").write_text(VERSIONED.replace("Enabled", "Suspended"))
    (pytester.path / "unknown.yaml").write_text("Resources: {Storage: {Type: AWS::AppStream::Fleet}}")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("template", ["sound.yaml", "suspended.yaml", "unknown.yaml"])
        def test_our_template_keeps_old_versions(sandbox, template):
            stack = sandbox.deploy(template)

            assert stack["Storage"].actual["VersioningConfiguration"] == {"Status": "Enabled"}
        """
    )

    ran = pytester.runpytest_subprocess("-v")

    ran.assert_outcomes(passed=1, failed=2)
    ran.stdout.fnmatch_lines(
        [
            "*[[]sound.yaml] PASSED*",
            "E*assert {'Status': 'Suspended'} == {'Status': 'Enabled'}*",
            "E*UnsupportedType: Storage is a AWS::AppStream::Fleet, which the sandbox cannot make*",
        ]
    )


@pytest.mark.slow
def test_every_test_gets_an_account_of_its_own_and_none_writes_progress(pytester, monkeypatch):
    monkeypatch.delenv(PLACE, raising=False)
    pytester.makepyfile(
        """
        from patterns import Sandbox
        from patterns.progress import place

        def test_first(sandbox):
            sandbox.client("s3").create_bucket(Bucket="left-behind")

        def test_second(sandbox):
            assert sandbox.client("s3").list_buckets()["Buckets"] == []

        def test_without_the_fixture():
            assert Sandbox.live() is None
            assert place() is None
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=3)


@pytest.mark.slow
def test_fence_of_the_fixture_holds_whatever_the_test_starts_and_ends(pytester, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "prod")
    pytester.makepyfile(
        """
        import os, socket
        import boto3, pytest
        from patterns import Sandbox
        from patterns.sandbox.core.errors import OutsideSandbox, SandboxEnded

        def test_of_a_helper_with_a_sandbox_of_its_own(sandbox):
            with Sandbox():
                pass
            with pytest.raises(OutsideSandbox):
                socket.getaddrinfo("fenced.invalid", 80)
            with pytest.raises(SandboxEnded):
                boto3.client("s3").list_buckets()
            with pytest.raises(SandboxEnded, match="another was started, which ends it"):
                sandbox.client("s3")

        def test_of_the_environment_afterwards():
            assert os.environ["AWS_PROFILE"] == "prod"
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=2)


@pytest.mark.slow
def test_fixture_is_listed_with_what_it_is_for(pytester):
    ran = pytester.runpytest_subprocess("--fixtures")

    ran.stdout.fnmatch_lines(["sandbox*", "*An empty account, live for one test*"])


@pytest.mark.parametrize("options", [(), pytest.param(("-n", "1"), marks=pytest.mark.long)])
def test_run_says_how_files_of_functions_are_kept_apart_if_any_was_called(pytester, monkeypatch, options):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    pytester.makepyfile(
        """
        from tools.code import call, make_function

        def test_function(sandbox):
            make_function(sandbox, "def handler(event, context): return 1")
            assert call(sandbox) == (1, None)
        """
    )

    ran = pytester.runpytest_subprocess(*options)

    ran.assert_outcomes(passed=1)
    ran.stdout.re_match_lines(["aws-patterns: files of functions: (kept apart by the kernel|guarded in .* process)"])


@pytest.mark.slow
def test_run_that_calls_no_function_says_nothing_of_files(pytester):
    pytester.makepyfile("def test_nothing(sandbox): pass")

    pytester.runpytest_subprocess().stdout.no_fnmatch_line("aws-patterns:*")


RUNS = """\
import json
import pytest
from patterns.sandbox.core.errors import ForeignCode

ASKED = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
TRUST = {"Statement": [ASKED]}
WORK = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "Work": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13", "Handler": "index.handler", "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": "def handler(event, context): return 'ran'"},
            },
        },
    }
}

def said(sandbox, **how):
    stack = sandbox.deploy(json.dumps(WORK), **how)
    return json.loads(sandbox.client("lambda").invoke(FunctionName=stack["Work"].physical_id)["Payload"].read())

@pytest.mark.run_foreign_code
def test_marked(sandbox):
    assert said(sandbox) == "ran"

def test_trusted(sandbox):
    assert said(sandbox, trust=True) == "ran"

def test_unmarked(sandbox):
    with pytest.raises(ForeignCode, match="marker run_foreign_code"):
        said(sandbox)
"""


@pytest.mark.slow
@pytest.mark.parametrize("by_option", [False, True])
def test_code_of_templates_runs_by_marker_by_option_and_by_trust(pytester, by_option):
    if by_option:
        pytester.makeini("[pytest]\naws_patterns_run_foreign_code = true\n")
    pytester.makepyfile(RUNS)

    ran = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--strict-markers")

    ran.assert_outcomes(passed=2 if by_option else 3, failed=1 if by_option else 0)


THEIRS = """\
import pytest
from patterns import words
from patterns.words import greeting

TEMPLATE = {"Resources": {"Notes": {"Type": "AWS::S3::Bucket"}}}
"""
BESIDE = """\

@pytest.mark.parametrize("turn", [1, 2])
def test_the_fixture_works_beside_it(sandbox, turn):
    stack = sandbox.deploy(TEMPLATE)

    assert sandbox.client("s3").list_buckets()["Buckets"][0]["Name"] == stack["Notes"].physical_id
    assert greeting() == "theirs"

def test_theirs_is_what_is_imported_where_no_account_lives():
    import patterns
    from patterns import late

    assert patterns.words is words
    assert late.WHO == "theirs"
"""


@pytest.fixture
def theirs(pytester):
    """A repository with a package `patterns` of its own, which its tests find before ours."""
    package = pytester.mkpydir("patterns")
    (package / "words.py").write_text("def greeting(): return 'theirs'")
    (package / "late.py").write_text("WHO = 'theirs'")
    pytester.makeini("[pytest]\npythonpath = .\n")
    return pytester


@pytest.mark.slow
def test_a_package_patterns_of_the_team_stays_theirs(theirs):
    theirs.makepyfile(THEIRS + BESIDE)

    theirs.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=3)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_a_package_that_nobody_has_imported_yet_is_theirs_as_well_and_functions_run(theirs, options):
    theirs.makepyfile(
        RUNS.replace("from patterns.sandbox.core.errors import ForeignCode\n", "").split("@pytest.mark")[0]
        + """
def test_function(sandbox):
    assert said(sandbox, trust=True) == "ran"

def test_theirs():
    from patterns.words import greeting
    assert greeting() == "theirs"
"""
    )

    ran = theirs.runpytest_subprocess("-p", "no:cacheprovider", *options)

    ran.assert_outcomes(passed=2)
    ran.stdout.fnmatch_lines(["aws-patterns: files of functions: *"])

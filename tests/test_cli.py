from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from patterns import SecureBucket, cli
from patterns.catalogue import recipe_names, recipes
from patterns.commands import checking
from patterns.findings import Severity

TEMPLATE = """\
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Description: Where it runs.}
Resources:
  Notes:
    Type: AWS::S3::Bucket
    Properties: {BucketName: our-notes, Tags: [{Key: stage, Value: !Ref Stage}]}
"""
TAKEN_TWICE = """\
Resources:
  First: {Type: AWS::S3::Bucket, Properties: {BucketName: our-notes}}
  Second: {Type: AWS::S3::Bucket, DependsOn: First, Properties: {BucketName: our-notes}}
"""


@pytest.fixture
def template(tmp_path: Path) -> str:
    path = tmp_path / "notes.yaml"
    path.write_text(TEMPLATE)
    return str(path)


def test_list_names_every_recipe_as_its_class_describes_it(run):
    shown = run("list", "--json")

    assert json.loads(shown.out) == [
        {
            "name": name,
            "summary": recipe.summary(),
            "title": recipe.title,
            "pillar": recipe.pillar,
            "minutes": recipe.minutes,
        }
        for name, recipe in recipes().items()
    ]
    assert shown.code == 0


def test_list_in_words_is_one_line_a_recipe(run):
    lines = run("list").out.splitlines()

    assert [line.split()[0] for line in lines] == list(recipe_names())
    assert any(line.endswith(SecureBucket.summary()) for line in lines)


@pytest.mark.slow
def test_list_loads_no_heavy_library():
    probe = "import sys; from patterns.cli import main\ntry: main(['list'])\nexcept SystemExit: print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()

    heavy = {"troposphere", "boto3", "botocore", "moto", "cfnlint", "ipywidgets", "IPython", "rich"}
    assert heavy & set(loaded) == set()


@pytest.mark.slow
def test_module_is_the_same_command_line():
    command = [sys.executable, "-m", "patterns", "show", "nothing_like_it"]

    ran = subprocess.run(command, capture_output=True, text=True)

    assert ran.returncode == 2
    assert ran.stderr.startswith("aws-patterns: no recipe is called 'nothing_like_it'")
    assert ran.stdout == ""


def test_show_tells_every_parameter_with_limits_default_and_help(run):
    shown = json.loads(run("show", "secure_bucket", "--set", "noncurrent_days=7", "--json").out)

    assert [parameter["name"] for parameter in shown["parameters"]] == list(SecureBucket.parameters())
    [days] = [parameter for parameter in shown["parameters"] if parameter["name"] == "noncurrent_days"]
    assert days == {
        "name": "noncurrent_days",
        "label": "Old versions kept",
        "group": "Recovery",
        "limits": "1 to 3650 days",
        "default": 30,
        "value": 7,
        "help": SecureBucket.parameters()["noncurrent_days"].help,
        "deploy_time": None,
        "needs": {},
    }


def test_show_in_words(run):
    shown = run("show", "secure_bucket", "--set", "noncurrent_days=7").out

    assert "\nRecovery\n" in shown
    assert "\n  noncurrent_days = 7 (default 30)\n      1 to 3650 days\n" in shown
    assert "\n      only with object_lock = GOVERNANCE or COMPLIANCE\n" in shown


def test_show_of_a_template_tells_its_deploy_time_parameters(run, template):
    assert run("show", template).out.splitlines()[-3:] == [
        "  Stage = nothing",
        "      String, AllowedValues dev,prod",
        "      Where it runs.",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["secure_bucket", "SecureBucket", "secure-bucket"])
def test_render_writes_what_the_recipe_renders(run, name):
    settings = ("--set", "versioning=off", "--set", "cors_origins=https://a.example.com,https://b.example.com")
    pattern = SecureBucket(versioning=False, cors_origins=("https://a.example.com", "https://b.example.com"))

    assert run("render", name, *settings).out == pattern.to_yaml()
    assert json.loads(run("render", name, *settings, "--format", "json").out) == pattern.to_dict()
    assert json.loads(run("render", name, *settings, "--json").out) == pattern.to_dict()


def test_file_without_a_dot_in_its_name_is_a_template(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").write_text(TEMPLATE)

    assert "AWS::S3::Bucket" in run("render", "notes").out


def test_check_of_a_sound_pattern_finds_nothing(run):
    assert run("check", "secure_bucket", "--no-lint", "--fail-on", "info") == (0, "no findings\n", "")


@pytest.mark.parametrize(("level", "code"), [(None, 0), ("low", 1), ("medium", 1), ("high", 0)])
def test_check_fails_from_the_level_asked_for(run, level, code):
    asked = ("--fail-on", level) if level else ()

    ran = run("check", "secure_bucket", "--set", "versioning=false", "--no-lint", *asked)

    assert ran.code == code
    assert ran.out.startswith("medium: S3-004 Bucket: ")
    assert "    remedy: --set versioning=true\n" in ran.out
    assert ran.out.endswith("1 finding\n")


def test_check_for_machines_has_every_field_of_a_finding(run):
    [found] = json.loads(run("check", "secure_bucket", "--set", "versioning=false", "--no-lint", "--json").out)

    assert set(found) == {
        "id", "title", "why", "severity", "pillar", "resource", "path", "source", "best_practice", "line", "remedy",
        "accepted", "file", "made", "template",
    }  # fmt: skip
    assert (found["severity"], found["remedy"]) == ("medium", {"parameter": "versioning", "value": True})
    assert found["path"][:2] == ["Resources", "Bucket"]


def test_accepted_finding_fails_nothing(run, tmp_path):
    accepted = SecureBucket(versioning=False).to_dict()
    accepted["Resources"]["Bucket"]["Metadata"] = {"AcceptedFindings": {"S3-004": "copies are kept elsewhere"}}
    path = tmp_path / "accepted.json"
    path.write_text(json.dumps(accepted))

    ran = run("check", str(path), "--no-lint", "--fail-on", "info")

    assert ran.code == 0
    assert "    accepted: copies are kept elsewhere\n" in ran.out


@pytest.mark.slow
def test_lint_can_be_left_out(run, tmp_path):
    path = tmp_path / "linted.yaml"
    path.write_text("Parameters: {Unused: {Type: String}}\n" + TAKEN_TWICE)

    found, spared = (
        {load["id"] for load in json.loads(run("check", str(path), "--json", *flag).out)}
        for flag in ((), ("--no-lint",))
    )

    assert "W2001" in found
    assert "W2001" not in spared


def test_levels_are_the_severities():
    assert [level.value for level in checking.Level] == [str(severity) for severity in Severity]


def test_diagram_goes_to_stdout_or_into_a_file(run, template, tmp_path):
    drawn = run("diagram", template).out
    written = run("diagram", template, "-o", str(tmp_path / "notes.svg"))

    assert drawn.startswith("<svg ")
    assert "Notes" in drawn
    assert written == (0, "", "")
    assert (tmp_path / "notes.svg").read_text().rstrip() == drawn.rstrip()
    assert json.loads(run("diagram", template, "--json").out)["svg"].rstrip() == drawn.rstrip()


def test_compare_turns_one_side(run):
    turned = ("--set-new", "versioning=false")

    assert run("compare", "secure_bucket", "secure_bucket", *turned).out.startswith("Modify Bucket (AWS::S3::Bucket)\n")
    [change] = json.loads(run("compare", "secure_bucket", "secure_bucket", *turned, "--json").out)["changes"]
    assert (change["action"], change["logical_id"], change["replacement"]) == ("Modify", "Bucket", "never")
    assert change["properties"][0] == {
        "path": ["VersioningConfiguration"],
        "before": {"Status": "Enabled"},
        "after": None,
        "requires": "never",
    }


def test_compare_sets_both_sides(run):
    both = ("--set", "versioning=false")

    assert run("compare", "secure_bucket", "secure_bucket", *both).out == "nothing changes\n"
    assert run("compare", "secure_bucket", "secure_bucket", *both, "--set-old", "versioning=true").out != (
        "nothing changes\n"
    )


def test_compare_of_a_rendered_recipe_with_itself(run, tmp_path):
    path = tmp_path / "bucket.yaml"
    path.write_text(SecureBucket(versioning=False).to_yaml())

    sides = (str(path), "secure_bucket", "--set", "versioning=false")

    assert run("compare", *sides, "--parameter", "OwnerEmail=data@example.com").out == "nothing changes\n"
    assert "Tags.3.Value: ${OwnerEmail} -> data@example.com" in run("compare", *sides).out


SIDES = ("compare", "secure_bucket", "secure_bucket", "--set-new", "versioning=false")
QUEUE = """
Parameters: {Stage: {Type: String, Default: dev}, Delay: {Type: Number, Default: 0}}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "jobs-${Stage}", DelaySeconds: !Ref Delay}}
"""


@pytest.mark.slow
def test_compare_says_what_becomes_of_bill_findings_and_permissions(run):
    said = run(*SIDES).out
    facts = json.loads(run(*SIDES, "--json").out)

    assert "cost: $3.05 -> $2.83 a month (-0.23, -7%)" in said
    assert "finding + S3-004 Bucket: Nothing brings back what is overwritten or deleted" in said
    assert [one["id"] for one in facts["findings"]["new"]] == ["S3-004"]
    assert facts["monthly_usd"]["old"] > facts["monthly_usd"]["new"] > 0
    assert "permission + ServiceRole: logs:PutLogEvents on <ServiceLog.Arn>" in (
        run("compare", "secure_bucket", "circuit_breaker").out
    )


@pytest.mark.parametrize(
    ("rule", "code"), [("new-finding", 1), ("replacement", 0), ("removal", 0), ("cost>10%", 0), ("new-permission", 0)]
)
def test_compare_fails_on_what_it_is_told_to(run, rule, code):
    ran = run(*SIDES, "--fail-on", rule)

    assert ran.code == code
    assert ran.err == (
        f"aws-patterns: {rule}: S3-004 Bucket: Nothing brings back what is overwritten or deleted\n" if code else ""
    )


@pytest.mark.slow
def test_compare_fails_on_a_bill_that_grows(run):
    dearer = ("compare", "secure_bucket", "circuit_breaker")

    assert run(*dearer, "--fail-on", "cost>1000").code == 0
    assert "cost>10%: $" in run(*dearer, "--fail-on", "cost>10%").err
    assert run(*dearer, "--fail-on", "cost>5").code == 1
    assert "'cheap' is no rule for an update: choose among replacement" in run(*SIDES, "--fail-on", "cheap").err


def test_compare_writes_a_comment_for_a_pull_request(run, tmp_path):
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text("Resources: {Notes: {Type: AWS::SQS::Queue, Properties: {QueueName: a}}}")
    new.write_text("Resources: {Notes: {Type: AWS::SQS::Queue, Properties: {QueueName: b}}}")

    said = run("compare", str(old), str(new), "--markdown", "--fail-on", "replacement")

    assert said.code == 1
    assert said.out.startswith("> ❌ `replacement`: Notes is replaced\n")
    assert "| Modify | `Notes` | AWS::SQS::Queue | replaced | " in said.out
    assert run("compare", str(old), str(old), "--markdown").out == "**Nothing changes.**\n"
    assert "give one of them" in run("compare", str(old), str(new), "--markdown", "--json").err


def test_compare_gives_each_side_parameters_of_its_own(run, tmp_path):
    path = tmp_path / "jobs.yaml"
    path.write_text(QUEUE)
    said = run("compare", str(path), str(path), "--parameter-old", "Stage=dev", "--parameter-new", "Stage=prod").out

    assert "QueueName: jobs-dev -> jobs-prod" in said
    assert "do not exist in the template" in run("compare", str(path), str(path), "--parameter", "No=1").err


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        '[{"ParameterKey": "Stage", "ParameterValue": "prod"}, {"ParameterKey": "Delay", "ParameterValue": "5"}]',
        '["Stage=prod", "Delay=5"]',
        '{"Parameters": {"Stage": "prod", "Delay": 5}}',
        '{"Stage": "prod", "Delay": 5}',
    ],
)
def test_parameters_come_from_a_file_as_the_aws_cli_reads_them(run, tmp_path, text):
    (tmp_path / "jobs.yaml").write_text(QUEUE)
    (tmp_path / "given.json").write_text(text)
    given = ("--parameters-file", str(tmp_path / "given.json"))

    assert run("deploy", str(tmp_path / "jobs.yaml"), *given).code == 0
    assert "jobs-prod" in run("deploy", str(tmp_path / "jobs.yaml"), *given).out + (
        run("deploy", str(tmp_path / "jobs.yaml"), *given, "--json").out
    )
    assert "jobs-dev" in run("deploy", str(tmp_path / "jobs.yaml"), *given, "--parameter", "Stage=dev", "--json").out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Stage: prod", "is no JSON"),
        ("[1, 2]", 'write [{"ParameterKey"'),
        ('["Stage"]', "write --parameters-file"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_of_parameters_that_cannot_be_read_says_why(run, tmp_path, text, says):
    (tmp_path / "jobs.yaml").write_text(QUEUE)
    if text is not None:
        (tmp_path / "given.json").write_text(text)
    ran = run("deploy", str(tmp_path / "jobs.yaml"), "--parameters-file", str(tmp_path / "given.json"))

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


@pytest.fixture
def findings(run, tmp_path, monkeypatch):
    """What `check` reports, in a form, of a template with one accepted finding."""
    monkeypatch.chdir(tmp_path)
    accepted = "Metadata: {AcceptedFindings: {SQS-004: nobody reads <it>}}"
    Path("jobs.yaml").write_text(f"Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    {accepted}\n")
    return lambda *options: run("check", "jobs.yaml", "--no-lint", *options)


def test_findings_are_a_log_for_code_scanning(findings):
    log = json.loads(findings("--format", "sarif").out)
    [scan] = log["runs"]
    found = {one["ruleId"]: one for one in scan["results"]}

    assert (log["version"], scan["tool"]["driver"]["name"]) == ("2.1.0", "aws-patterns")
    assert {rule["id"] for rule in scan["tool"]["driver"]["rules"]} == set(found)
    place = found["SQS-001"]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "jobs.yaml"}, "region": {"startLine": 2}}
    assert found["SQS-004"]["suppressions"] == [{"kind": "inSource", "justification": "nobody reads <it>"}]
    assert "suppressions" not in found["SQS-001"]


def test_findings_are_a_test_report(findings, run, tmp_path):
    suite = ElementTree.fromstring(findings("--format", "junit").out)
    cases = {case.get("name"): case for case in suite}

    assert int(suite.get("failures")) == len(cases) - 1
    assert cases["SQS-004 Jobs"].find("skipped").get("message") == "nobody reads <it>"
    assert cases["SQS-001 Jobs"].find("failure").text.strip().endswith(".html")
    [passed] = ElementTree.fromstring(run("check", "secure_bucket", "--no-lint", "--format", "junit").out)
    assert (passed.get("name"), len(passed)) == ("no findings", 0)


def test_findings_are_a_line_each_when_that_is_enough(findings):
    brief = findings("--brief").out.splitlines()

    assert len(brief) == len([line for line in findings().out.splitlines() if not line.startswith("    ")])
    assert not any(line.startswith(" ") for line in brief)


def test_version_is_that_of_the_distribution(run):
    assert re.fullmatch(r"aws-patterns \d+\.\d+\.\d+\n", run("--version").out)


@pytest.mark.slow
def test_deploy_prints_the_story_and_the_read_back(run):
    ran = run("deploy", "secure_bucket", "--name", "safe")

    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0] == "00:00:00 CREATE_IN_PROGRESS safe User Initiated"
    assert "safe: CREATE_COMPLETE" in lines
    assert any(line.startswith("  Bucket (AWS::S3::Bucket): 26 of 26 values as declared") for line in lines)
    assert any(line.startswith("  BucketName = safe-bucket-") for line in lines)


@pytest.mark.slow
def test_deploy_repeats_itself(run):
    assert run("deploy", "secure_bucket", "--json") == run("deploy", "secure_bucket", "--json")


@pytest.mark.slow
def test_deploy_says_what_is_not_simulated(run, tmp_path):
    path = tmp_path / "old.yaml"
    path.write_text("Resources: {Old: {Type: AWS::S3::Bucket, Properties: {AbacStatus: Enabled}}}")

    shown = json.loads(run("deploy", str(path), "--json").out)

    assert (shown["stack"], shown["status"], shown["reason"]) == ("old", "CREATE_COMPLETE", None)
    assert shown["resources"][0]["unsimulated"] == ["AbacStatus"]
    assert "    not simulated: AbacStatus\n" in run("deploy", str(path)).out


@pytest.mark.slow
def test_deploy_leaves_out_what_it_is_told_to_and_says_so(run, tmp_path):
    path = tmp_path / "farm.yaml"
    fleet = "{Type: AWS::AppStream::Fleet, Properties: {InstanceType: stream.standard.medium, Name: farm}}"
    path.write_text(f"Resources:\n  Farm: {fleet}\n  Queue: {{Type: AWS::SQS::Queue}}\n")

    assert run("deploy", str(path)).code == 1
    assert "  left out: Farm: the sandbox has no AWS::AppStream::Fleet\n" in run("deploy", str(path), "--leave-out").out
    told = json.loads(run("deploy", str(path), "--leave-out", "--json").out)
    assert (told["status"], told["left_out"]) == (
        "CREATE_COMPLETE",
        ["Farm: the sandbox has no AWS::AppStream::Fleet"],
    )


@pytest.mark.slow
def test_deploy_asks_a_template_to_be_acknowledged_but_not_a_recipe(run, tmp_path):
    path = tmp_path / "role.yaml"
    trust = "{Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}"
    path.write_text(
        f"Resources: {{Worker: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {trust}}}}}}}"
    )

    refused = run("deploy", str(path))
    assert (refused.code, "Requires capabilities : [CAPABILITY_IAM], for Worker" in refused.err) == (1, True)
    assert run("deploy", str(path), "--capabilities", "CAPABILITY_IAM").code == 0
    assert run("deploy", "least_privilege_policy").code == 0


def test_deploy_takes_deploy_time_parameters(run, template):
    shown = json.loads(run("deploy", template, "--parameter", "Stage=prod", "--json").out)

    assert shown["status"] == "CREATE_COMPLETE"
    assert run("deploy", template, "--parameter", "Stage=moon").code == 2


@pytest.mark.slow
def test_tags_of_the_stack_are_on_its_resources(run, tmp_path):
    path = tmp_path / "queue.yaml"
    path.write_text("Resources:\n  Queue: {Type: AWS::SQS::Queue}\n")

    tagged = run("check", str(path), "--no-lint", "--json", "--tags", "team=shop")

    assert "TAG-001" in run("check", str(path), "--no-lint", "--json").out
    assert "TAG-001" not in tagged.out
    assert run("deploy", str(path), "--tags", "team=shop").code == 0
    assert run("deploy", str(path), "--tags", "aws:team=shop").err == (
        "aws-patterns: tag key 'aws:team': keys that begin with aws: are AWS's own\n"
    )


def test_deployment_that_a_service_refuses_ends_with_one_and_its_story(run, tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(TAKEN_TWICE)

    ran = run("deploy", str(path))

    assert ran.code == 1
    assert "CREATE_FAILED Second" in ran.out
    assert ran.out.endswith("twice: ROLLBACK_COMPLETE\n")
    assert "our-notes already exists" in ran.err
    assert json.loads(run("deploy", str(path), "--json").out)["status"] == "ROLLBACK_COMPLETE"


def test_type_without_a_provider_is_a_refused_deployment(run, tmp_path):
    path = tmp_path / "farm.yaml"
    path.write_text("Resources: {Farm: {Type: AWS::AppStream::Fleet}}")

    ran = run("deploy", str(path))

    assert (ran.code, ran.out) == (1, "")
    assert "Farm is a AWS::AppStream::Fleet, which the sandbox cannot make" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("show secure_buckets", "did you mean secure_bucket?"),
        ("show secure_bucket --set noncurrent_days=0", "noncurrent_days = '0' is under the limit of 1 days"),
        ("show secure_bucket --set noncurrent_days=soon", "is not a whole number: choose 1 to 3650 days"),
        ("show secure_bucket --set noncurent_days=1", "did you mean noncurrent_days?"),
        ("show secure_bucket --set self=1", "--set self: secure_bucket has no such parameter"),
        ("show secure_bucket --set versioning", "--set versioning: write --set NAME=VALUE"),
        ("show secure_bucket --set object_lock=GOVERNANCE --set versioning=no", "turn versioning on"),
        ("render no/such.yaml", "'no/such.yaml' cannot be read: No such file or directory"),
        ("check .", "is no file but a folder or a device"),
        ("check {template} --set versioning=no", "is a template, not a recipe: use --parameter"),
        ("compare {template} {template} --set a=b", "neither"),
        ("check {template} --fail-on grave", "'grave' is not one of 'info', 'low', 'medium', 'high', 'critical'"),
        ("check {template} --parameter Stag=dev --no-lint", "Parameters: [Stag] do not exist in the template"),
        ("diagram {template} -o no/such.svg", "no/such.svg cannot be written: No such file or directory"),
        ("deploy {template}", "Parameters: [Stage] must have values"),
        ("deploy secure_bucket --region mars", "there is no region 'mars'"),
        ("deploy {broken}", "line 2"),
        ("check {broken}", "line 2"),
        ("render {binary}", "is not UTF-8 text"),
        ("no-such-command", "No such command 'no-such-command'"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_two_and_one_sentence(run, template, tmp_path, arguments, message):
    broken, binary = tmp_path / "broken.yaml", tmp_path / "binary.yaml"
    broken.write_text("Resources:\n  A: {Type: [}\n")
    binary.write_bytes(b"\xff\xfe\x00")

    ran = run(*arguments.format(template=template, broken=broken, binary=binary).split())

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_documented_examples_run(run, template, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("template.yaml").write_text(yaml.safe_dump(SecureBucket().to_dict()))
    examples = [line.split()[1:] for line in ast.get_docstring(ast.parse(Path(cli.__file__).read_text())).splitlines()
                if line.startswith("    aws-patterns ") and "serve" not in line]  # fmt: skip

    assert {example[0] for example in examples} == {
        "list", "show", "render", "check", "permissions", "diagram", "compare", "deploy", "progress",
    }  # fmt: skip
    assert [run(*example).code for example in examples] == [0] * len(examples)


def test_cost_prints_the_bill_and_what_it_was_reckoned_with(run):
    code, out, _ = run("cost", "secure_bucket", "--use", "storage_gb=1000")

    assert code == 0
    assert "Bucket: storage, Standard, 1,010 GB-month" in out
    assert "--use storage_gb=1000" in out


def test_cost_says_of_which_day_a_spot_price_is(run):
    code, out, _ = run("cost", "private_instance", "--set", "architecture=x86_64", "--use", "spot_percent=100")

    assert code == 0
    assert "Instance: instance as Spot, 730 hour, price of 2026-10-04" in out


def test_cost_in_a_region_without_prices_names_no_amount_and_no_date(run):
    code, out, _ = run("cost", "secure_bucket", "--region", "af-south-1")
    facts = json.loads(run("cost", "secure_bucket", "--region", "af-south-1", "--json").out)

    assert code == 0
    assert "   unknown  USD a month in af-south-1: no prices for af-south-1 are known" in out.splitlines()
    assert "prices as of" not in out
    assert (facts["monthly_usd"], facts["prices_as_of"], facts["items"]) == (None, None, [])


def test_cost_refuses_a_region_that_there_is_not(run):
    code, _, err = run("cost", "secure_bucket", "--region", "eu-centrl-1")

    assert code == 2
    assert "there is no region 'eu-centrl-1': did you mean eu-central-1?" in err


def test_cost_as_json_is_the_estimate(run):
    code, out, _ = run("cost", "secure_bucket", "--use", "Bucket.storage_gb=7", "--json")
    facts = json.loads(out)

    assert code == 0
    assert facts["monthly_usd"] == pytest.approx(sum(item["monthly_usd"] for item in facts["items"]))
    assert facts["usage"]["Bucket"] == {"storage_gb": 7}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("use", "message"),
    [
        ("storage_gb=lots", "usage storage_gb is 'lots': give a number (GB)"),
        ("storage=5", "no usage quantity is called 'storage': did you mean storage_gb?"),
        ("Bucke.storage_gb=5", "no resource of the template is called 'Bucke': did you mean Bucket?"),
        ("storage_gb", "--use storage_gb: write --use NAME=VALUE"),
    ],
)
def test_cost_refuses_a_usage_that_cannot_be(run, use, message):
    code, _, err = run("cost", "secure_bucket", "--use", use)

    assert code == 2
    assert message in err


@pytest.mark.slow
def test_code_of_a_template_runs_where_it_is_trusted(tmp_path, capsys):
    text = json.dumps(
        {
            "Resources": {
                "Role": {
                    "Type": "AWS::IAM::Role",
                    "Properties": {
                        "AssumeRolePolicyDocument": {
                            "Statement": [
                                {
                                    "Effect": "Allow",
                                    "Action": "sts:AssumeRole",
                                    "Principal": {"Service": "lambda.amazonaws.com"},
                                }
                            ]
                        }
                    },
                },
                "Work": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "Runtime": "python3.13",
                        "Handler": "index.handler",
                        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                        "Code": {
                            "ZipFile": "import cfnresponse\n\ndef handler(event, context):\n"
                            "    cfnresponse.send(event, context, cfnresponse.SUCCESS, {'Word': 'said'})\n"
                        },
                    },
                },
                "Thing": {"Type": "Custom::Thing", "Properties": {"ServiceToken": {"Fn::GetAtt": ["Work", "Arn"]}}},
            },
            "Outputs": {"Word": {"Value": {"Fn::GetAtt": ["Thing", "Word"]}}},
        }
    )
    path = tmp_path / "custom.json"
    path.write_text(text)
    asked = ["deploy", str(path), "--capabilities", "CAPABILITY_IAM"]

    with pytest.raises(SystemExit) as refused:
        cli.main(asked)
    assert refused.value.code == 1
    assert "on the command line --trust" in capsys.readouterr().err

    with pytest.raises(SystemExit) as done:
        cli.main([*asked, "--trust"])
    assert done.value.code == 0

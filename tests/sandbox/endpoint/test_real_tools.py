"""The tools that people have, from their registries, against the endpoint: each in an environment of its own.

They are led nowhere but to loopback, and ask nobody for news.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patterns import Sandbox

pytestmark = pytest.mark.long
HANDLER = "def f(event, context):\n    return {'got': event}\n"
FUNCTION = {"Runtime": "python3.12", "Handler": "h.f", "CodeUri": "code"}
SERVERLESS = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Parameters": {"Word": {"Type": "String", "Default": "one"}},
    "Resources": {
        "One": {"Type": "AWS::Serverless::Function", "Properties": FUNCTION},
        "Two": {"Type": "AWS::Serverless::Function", "Properties": FUNCTION},
        "Said": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Word"}}},
    },
    "Outputs": {"Name": {"Value": {"Ref": "One"}}},
}
MACHINE = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Pass", "Result": "said", "End": True}}})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
APP = """
const cdk = require('aws-cdk-lib');
const app = new cdk.App({analyticsReporting: false});
const shop = new cdk.Stack(app, 'Shop', {env: {account: '123456789012', region: 'us-east-1'}});
new (require('aws-cdk-lib/aws-s3').Bucket)(shop, 'Bucket', {removalPolicy: cdk.RemovalPolicy.DESTROY});
new (require('aws-cdk-lib/aws-sqs').Queue)(shop, 'Queue', {visibilityTimeout: cdk.Duration.seconds(+process.env.SECS)});
const lambda = require('aws-cdk-lib/aws-lambda');
new lambda.Function(shop, 'Fn', {runtime: lambda.Runtime.PYTHON_3_12, handler: 'h.f',
    code: lambda.Code.fromAsset('code')});
"""
SCRIPT = """
import {S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand} from "@aws-sdk/client-s3";
const mine = new S3Client({}), key = "a b/\\u00fc.txt";
await mine.send(new CreateBucketCommand({Bucket: "from-js"}));
await mine.send(new PutObjectCommand({Bucket: "from-js", Key: key, Body: "read me"}));
console.log(await (await mine.send(new GetObjectCommand({Bucket: "from-js", Key: key}))).Body.transformToString());
const [accessKeyId, secretAccessKey, sessionToken] = JSON.parse(process.env.ROLE);
const role = new S3Client({credentials: {accessKeyId, secretAccessKey, sessionToken}});
try { await role.send(new GetObjectCommand({Bucket: "from-js", Key: key})); console.log("let in"); }
catch (error) { console.log(error.name); }
"""


class Tool:
    """Runs one tool in a folder, as somebody's shell would."""

    def __init__(self, folder, url, program):
        self.folder, self.url, self.program = folder, url, [str(part) for part in program]

    def __call__(self, *arguments, fails=False, **environment):
        # What asked elsewhere would fail: there is no proxy at this port.
        nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
        quiet = {**nowhere, "SAM_CLI_TELEMETRY": "0", "CDK_DISABLE_CLI_TELEMETRY": "1", "NO_COLOR": "1", "CI": "1"}
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
        found = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": self.url, **quiet, **keys,
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", **environment,
        }  # fmt: skip
        ran = subprocess.run(
            [*self.program, *arguments], cwd=self.folder, env=found, capture_output=True, text=True, timeout=240,
            check=False,
        )  # fmt: skip
        assert (ran.returncode != 0) is fails, f"{arguments}: {ran.stdout[-2000:]} {ran.stderr[-2000:]}"
        return ran.stdout + (ran.stderr if fails else "")


@pytest.fixture(scope="module")
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


@pytest.fixture(scope="module")
def url(aws):
    with aws.endpoint(ticks=True) as address:
        yield address


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tools")
    (folder / "code").mkdir()
    (folder / "code" / "h.py").write_text(HANDLER)
    (folder / "template.json").write_text(json.dumps(SERVERLESS))
    return folder


def python_tool(work, package, program):
    """The program of a package of PyPI in an environment made for it; skips where there is none to be had."""
    place = work / f"env-{package}"
    subprocess.run([sys.executable, "-m", "uv", "venv", "-q", str(place)], check=True, timeout=120)
    made = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(place / "bin" / "python"), package],
        check=False, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"{package} cannot be installed here: {made.stderr[-300:]}")
    return place / "bin" / program


@pytest.fixture(scope="module")
def node(work):
    if not shutil.which("npm"):
        pytest.skip("npm is not on this machine")
    (work / "package.json").write_text("{}")
    asked = ["aws-cdk@2", "aws-cdk-lib@2", "constructs@10", "@aws-sdk/client-s3@3"]
    made = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", *asked], cwd=work, check=False, capture_output=True, text=True,
        timeout=400,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"npm cannot install here: {made.stderr[-300:]}")
    return work


@pytest.fixture(scope="module")
def cli(work, url):
    return Tool(work, url, [python_tool(work, "awscli", "aws")])


def test_the_aws_cli_packages_deploys_and_calls_what_it_deployed(aws, work, cli):
    cli("s3", "mb", "s3://assets")
    cli("s3", "cp", "template.json", "s3://assets/copy.json")
    assert json.loads(cli("s3", "cp", "s3://assets/copy.json", "-")) == SERVERLESS
    packed = ["--template-file", "template.json", "--s3-bucket", "assets", "--output-template-file", "packed.yaml"]
    cli("cloudformation", "package", *packed)
    deploy = ["cloudformation", "deploy", "--template-file", "packed.yaml", "--stack-name", "app"]
    may = ["--capabilities", "CAPABILITY_IAM"]

    assert "InsufficientCapabilities" in cli(*deploy, fails=True)
    assert "Successfully created/updated stack - app" in cli(*deploy, *may)
    assert "No changes to deploy" in cli(*deploy, *may, "--no-fail-on-empty-changeset")
    cli(*deploy, *may, "--parameter-overrides", "Word=two")
    events = cli("cloudformation", "describe-stack-events", "--stack-name", "app", "--query", "StackEvents[0]")
    assert json.loads(events)["ResourceStatus"] == "UPDATE_COMPLETE"
    [stack] = [one for one in aws.stacks if one.name == "app"]
    cli("lambda", "invoke", "--function-name", stack.outputs["Name"], "--payload", '{"a": 1}', "answer.json")
    assert json.loads((work / "answer.json").read_text()) == {"got": {"a": 1}}
    cli("cloudformation", "delete-stack", "--stack-name", "app")
    cli("cloudformation", "wait", "stack-delete-complete", "--stack-name", "app")
    assert [one.name for one in aws.stacks] == []


def test_the_aws_cli_speaks_every_protocol(cli):
    keys = [
        "--attribute-definitions",
        "AttributeName=k,AttributeType=S",
        "--key-schema",
        "AttributeName=k,KeyType=HASH",
    ]
    cli("dynamodb", "create-table", "--table-name", "things", *keys, "--billing-mode", "PAY_PER_REQUEST")
    cli("dynamodb", "put-item", "--table-name", "things", "--item", '{"k": {"S": "v"}}')
    assert json.loads(cli("dynamodb", "scan", "--table-name", "things"))["Count"] == 1

    role = json.loads(cli("iam", "create-role", "--role-name", "runs", "--assume-role-policy-document", TRUST))
    made = cli(
        "stepfunctions", "create-state-machine", "--name", "m", "--definition", MACHINE, "--role-arn",
        role["Role"]["Arn"],
    )  # fmt: skip
    begun = cli("stepfunctions", "start-execution", "--state-machine-arn", json.loads(made)["stateMachineArn"])
    arn = json.loads(begun)["executionArn"]
    assert json.loads(cli("stepfunctions", "describe-execution", "--execution-arn", arn))["output"] == '"said"'

    asked = ["--policy-source-arn", role["Role"]["Arn"], "--action-names", "s3:GetObject"]
    [result] = json.loads(cli("iam", "simulate-principal-policy", *asked))["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"

    # These two have an address of their own in the AWS CLI, whatever the environment says.
    direct = ["--endpoint-url", cli.url]
    queue = json.loads(cli("sqs", "create-queue", "--queue-name", "work", *direct))["QueueUrl"]
    cli("sqs", "send-message", "--queue-url", queue, "--message-body", "hello", *direct)
    told = json.loads(cli("sqs", "receive-message", "--queue-url", queue, *direct))
    assert told["Messages"][0]["Body"] == "hello"
    assert "SignatureDoesNotMatch" in cli("s3", "ls", fails=True, AWS_SECRET_ACCESS_KEY="wrong")


def test_sam_deploys_and_deletes(aws, work, url):
    sam = Tool(work, url, [python_tool(work, "aws-sam-cli", "sam")])
    sam(
        "deploy", "-t", "template.json", "--stack-name", "two", "--resolve-s3", "--capabilities", "CAPABILITY_IAM",
        "--no-confirm-changeset", "--no-progressbar",
    )  # fmt: skip
    [stack] = [one for one in aws.stacks if one.name == "two"]
    assert (stack.status, {"One", "Two"} <= set(stack)) == ("CREATE_COMPLETE", True)

    sam("delete", "--stack-name", "two", "--no-prompts")
    assert "two" not in [one.name for one in aws.stacks]


def test_the_cdk_bootstraps_deploys_changes_and_destroys(aws, node, url):
    (node / "app.js").write_text(APP)
    cdk = Tool(node, url, [node / "node_modules" / ".bin" / "cdk", "--no-notices", "--app", "node app.js"])
    cdk("bootstrap", "aws://123456789012/us-east-1", SECS="30")
    cdk("deploy", "--require-approval", "never", SECS="30")
    [shop] = [one for one in aws.stacks if one.name == "Shop"]
    assert shop.status == "CREATE_COMPLETE"
    [queue] = [shop[name] for name in shop if shop[name].type == "AWS::SQS::Queue"]

    told = cdk("diff", SECS="44")
    cdk("deploy", "--require-approval", "never", SECS="44")
    assert str(queue.actual["VisibilityTimeout"]) == "44"
    assert "VisibilityTimeout" in told or shop.status == "UPDATE_COMPLETE"

    cdk("destroy", "--force", SECS="44")
    assert "Shop" not in [one.name for one in aws.stacks]


def test_the_sdk_for_javascript_puts_and_gets_and_is_refused_as_a_role(aws, node, url):
    (node / "try.mjs").write_text(SCRIPT)
    aws.client("iam").create_role(RoleName="idle", AssumeRolePolicyDocument=TRUST)
    session = aws.acting_as("arn:aws:iam::123456789012:role/idle").client("sts")._request_signer._credentials
    role = json.dumps([session.access_key, session.secret_key, session.token])

    told = Tool(node, url, [shutil.which("node")])("try.mjs", ROLE=role)

    assert told.split("\n")[:2] == ["read me", "AccessDenied"]


def test_nothing_but_loopback_is_reached(work, url):
    """Where the machine allows a network of one's own: a tool in it has loopback alone."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("this machine lets nobody have a network of his own")
    script = Path(work / "alone.py")
    script.write_text(
        "import json, subprocess, sys\n"
        "subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=False)\n"
        "from patterns import Sandbox\n"
        "import urllib.request\n"
        "with Sandbox() as aws, aws.endpoint() as url:\n"
        '    ask = \'import boto3; print(boto3.client("sts").get_caller_identity()["Account"])\'\n'
        "    print(subprocess.run([sys.executable, '-c', ask], capture_output=True, text=True).stdout)\n"
    )
    ran = subprocess.run(
        ["unshare", "-rn", sys.executable, str(script)], cwd=Path(__file__).parents[3], capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert "123456789012" in ran.stdout, ran.stderr[-1000:]

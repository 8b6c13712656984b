"""What `cdk synth` wrote deploys as `cdk deploy` deploys it: bootstrapped, assets published, stacks in their order."""

import json

import pytest

from patterns import Sandbox, check, compare, cost, diagram, explore
from patterns.cli import main
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed, UnsupportedType
from patterns.template.errors import ParameterError, TemplateError

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
VERSION = "/cdk-bootstrap/hnb659fds/version"
OLD = {"Fn::Not": [{"Fn::Contains": [["1", "2", "3", "4", "5"], {"Ref": "BootstrapVersion"}]}]}
BOOTSTRAP = {
    "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": VERSION}},
    "Rules": {"CheckBootstrapVersion": {"Assertions": [{"Assert": OLD, "AssertDescription": "bootstrap anew"}]}},
}
TRUST = {
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
}
DATA = {
    **BOOTSTRAP,
    "Resources": {
        "Notes": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "${AWS::StackName}-notes"}}},
        "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:H4sI"}},
    },
    "Outputs": {
        "ExportsOutput": {"Value": {"Fn::GetAtt": ["Notes", "QueueName"]}, "Export": {"Name": "Data:NotesName"}}
    },
}
API = {
    **BOOTSTRAP,
    "Parameters": {**BOOTSTRAP["Parameters"], "Word": {"Type": "String", "Default": "none"}},
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "Handler": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13", "Handler": "index.handler", "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": "c0de.zip"},
                "Environment": {"Variables": {"WORD": {"Ref": "Word"}, "QUEUE": {"Fn::ImportValue": "Data:NotesName"}}},
            },
        },
    },
}  # fmt: skip
CODE = "import os\n\ndef handler(event, context):\n    return [os.environ['WORD'], os.environ['QUEUE']]\n"


def stack(name, *, needs=(), **properties):
    said = {"templateFile": f"{name}.template.json", "bootstrapStackVersionSsmParameter": VERSION, **properties}
    return {
        "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
        "properties": said, "dependencies": [f"{name}.assets", *needs],
    }  # fmt: skip


def assets(name):
    return {"type": "cdk:asset-manifest", "properties": {"file": f"{name}.assets.json"}}


def written(folder, stacks, templates, files=None, images=None):
    """A cloud assembly with these stacks; `files` are the assets of all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    artifacts = {**stacks, **{f"{name}.assets": assets(name) for name in templates}}
    (folder / "manifest.json").write_text(json.dumps({"version": "45.0.0", "artifacts": artifacts}))
    for name, template in templates.items():
        (folder / f"{name}.template.json").write_text(json.dumps(template))
        manifest = {"version": "45.0.0", "files": files or {}, "dockerImages": images or {}}
        (folder / f"{name}.assets.json").write_text(json.dumps(manifest))
    return folder


def code(folder):
    """A function's code as an asset, and what the manifest says of it."""
    asset = folder / "asset.c0de"
    asset.mkdir(parents=True)
    (asset / "index.py").write_text(CODE)
    place = {"bucketName": BUCKET, "objectKey": "c0de.zip"}
    return {"c0de": {"source": {"path": "asset.c0de", "packaging": "zip"}, "destinations": {"here": place}}}


@pytest.fixture
def app(tmp_path):
    """An app of two stacks, written with the one that needs the other first, and one without resources."""
    folder = tmp_path / "cdk.out"
    stacks = {"Api": stack("Api", needs=["Data"], parameters={"Word": "said"}), "Data": stack("Data")}
    empty = {"Empty": stack("Empty")}
    return written(folder, stacks | empty, {"Api": API, "Data": DATA, "Empty": BOOTSTRAP}, code(folder))


@pytest.fixture
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def names(aws):
    return [each.name for each in aws.stacks if each.name != "CDKToolkit"]


@pytest.mark.slow
def test_stacks_are_made_in_their_order_and_the_function_of_an_asset_runs(aws, app):
    api = aws.deploy(str(app))

    said = aws.client("lambda").invoke(FunctionName=api["Handler"].physical_id)["Payload"].read()
    assert names(aws) == ["Data", "Api"]
    assert json.loads(said) == ["said", "Data-notes"]
    assert aws.stacks[0].name == "CDKToolkit"


@pytest.mark.slow
def test_deployed_again_the_same_stacks_are_updated(aws, app):
    first = aws.deploy(str(app))

    again = aws.deploy(str(app), parameters={"Api:Word": "other"})

    assert again.id == first.id
    assert again["Handler"].actual["Environment"]["Variables"]["WORD"] == "other"


@pytest.mark.slow
def test_a_stack_that_is_chosen_takes_along_what_it_needs(aws, app):
    aws.deploy(str(app), name="Data")
    assert names(aws) == ["Data"]

    aws.deploy(app / "Api.template.json")
    assert names(aws) == ["Data", "Api"]


@pytest.mark.slow
def test_one_stack_is_updated_with_the_assets_of_its_assembly(aws, app):
    api = aws.deploy(str(app))
    newer = json.loads((app / "Api.assets.json").read_text().replace("c0de.zip", "c0de2.zip"))
    (app / "Api.assets.json").write_text(json.dumps(newer))
    template = app / "Api.template.json"
    template.write_text(template.read_text().replace("c0de.zip", "c0de2.zip"))
    (app / "asset.c0de" / "index.py").write_text(CODE.replace("os.environ['QUEUE']", "'newer'"))

    api.update(template)

    said = aws.client("lambda").invoke(FunctionName=api["Handler"].physical_id)["Payload"].read()
    assert json.loads(said) == ["said", "newer"]
    with pytest.raises(DeploymentRefused, match=r"the assembly cdk.out has the stacks Data, Api: `deploy` brings all"):
        api.update(app)


@pytest.mark.slow
def test_a_page_is_about_one_stack(aws, app):
    with pytest.raises(TemplateError, match=r"cdk.out has the stacks Data, Api: explore one of them, as with stack='D"):
        explore(str(app))
    with pytest.raises(TemplateError, match=r"there is no stack 'Web' in it: there is Data, Api"):
        explore(app, stack="Web")
    for page in (explore(app / "Data.template.json", aws), explore(app, aws, stack="Api", trust=True)):
        page.deploy()
        assert page.view.trouble == ""
        assert page.view.deployment is not None
        assert not page.view.deployment.pending

    assert names(aws) == ["Data", "Api"]


def test_stacks_of_a_stage_are_stacks_of_the_app(aws, tmp_path):
    inner = written(tmp_path / "cdk.out" / "assembly-Prod", {"ProdData": stack("ProdData", stackName="Prod-Data")},
                    {"ProdData": DATA})  # fmt: skip
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": inner.name}}
    folder = written(tmp_path / "cdk.out", {"assembly-Prod": stage}, {})

    made = aws.deploy(folder)

    assert made.name == "Prod-Data"
    assert made["CDKMetadata"].exists
    assert made["Notes"].actual["QueueName"] == "Prod-Data-notes"


def test_a_stack_that_is_to_be_protected_is(aws, tmp_path):
    folder = written(tmp_path / "cdk.out", {"Data": stack("Data", terminationProtection=True)}, {"Data": DATA})
    made = aws.deploy(folder)

    with pytest.raises(DeploymentRefused, match="TerminationProtection is enabled"):
        made.delete()
    made.update_termination_protection(False)


def test_a_stack_that_fails_leaves_nothing_and_those_before_it_as_they_are(aws, app):
    broken = json.loads((app / "Api.template.json").read_text())
    broken["Resources"]["Handler"]["Properties"]["Code"]["S3Key"] = "absent.zip"
    (app / "Api.template.json").write_text(json.dumps(broken))

    with pytest.raises(StackFailed, match="Api is ROLLBACK_COMPLETE"):
        aws.deploy(str(app))

    assert [(each.name, each.status, len(each)) for each in aws.stacks if each.name != "CDKToolkit"] == [
        ("Data", "CREATE_COMPLETE", 2), ("Api", "ROLLBACK_COMPLETE", 0),
    ]  # fmt: skip
    assert not any("Api-" in role["RoleName"] for role in aws.client("iam").list_roles()["Roles"])


def test_images_are_named_as_what_nobody_runs(aws, tmp_path):
    image = {"1mage": {"displayName": "Web", "source": {"directory": "asset.1mage"}, "destinations": {}}}
    folder = written(tmp_path / "cdk.out", {"Data": stack("Data")}, {"Data": DATA}, images=image)

    report = aws.deploy(folder).report()

    assert "image Web: it is neither built nor run" in str(report)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"name": "Other"}, DeploymentRefused, "has no stack 'Other': it has Data, Api"),
        ({"parameters": {"Nothing": "x"}}, ParameterError, r"Parameters: \[Nothing\] do not exist in any stack"),
    ],
)
def test_what_the_app_does_not_have_is_named(aws, app, given, error, says):
    with pytest.raises(error, match=says):
        aws.deploy(str(app), **given)
    assert names(aws) == []


def test_a_stack_for_another_region_is_refused_before_any_is_made(aws, app):
    manifest = json.loads((app / "manifest.json").read_text())
    manifest["artifacts"]["Api"]["environment"] = "aws://123456789012/eu-west-1"
    (app / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(DeploymentRefused, match=r"stack Api is for eu-west-1.*Sandbox\(region='eu-west-1'\)"):
        aws.deploy(str(app))
    assert names(aws) == []


def test_types_that_nobody_makes_are_named_for_all_stacks_before_any_is_made(aws, tmp_path):
    odd = {"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool"}}}
    stacks = {"Data": stack("Data"), "One": stack("One"), "Two": stack("Two")}
    folder = written(tmp_path / "cdk.out", stacks, {"Data": DATA, "One": odd, "Two": odd})

    with pytest.raises(UnsupportedType, match="2 resources"):
        aws.deploy(folder)
    assert names(aws) == []


def test_an_asset_that_is_not_there_is_named_before_any_stack_is_made(aws, app):
    (app / "asset.c0de" / "index.py").unlink()
    (app / "asset.c0de").rmdir()

    with pytest.raises(TemplateError, match=r"asset c0de: there is no .*asset.c0de' in the assembly: run `cdk synth`"):
        aws.deploy(str(app))
    assert names(aws) == []


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ("{}", "is no manifest of a cloud assembly"),
        ("{", "is no JSON"),
        ('{"version": "1", "artifacts": {}, "missing": [{"key": "vpc-1"}]}', r"lacks context .*\(vpc-1\)"),
        ('{"version": "1", "artifacts": {}}', "has no stack with resources"),
    ],
)
def test_an_assembly_that_cannot_be_read_says_why(tmp_path, manifest, says):
    (tmp_path / "manifest.json").write_text(manifest)

    with pytest.raises(TemplateError, match=says):
        check(tmp_path)


def test_an_app_is_looked_at_as_a_whole(app):
    resources = {finding.resource for finding in check(str(app), lint=False)}
    bill = cost(str(app))

    assert "ApiHandler" in resources
    assert {item.resource for item in bill.items} >= {"DataNotes", "ApiHandler"}
    assert "DataNotes" in diagram(str(app)).svg


def test_versions_of_an_app_compare(app, tmp_path):
    newer = json.loads(json.dumps(API))
    newer["Resources"]["Handler"]["Properties"]["Timeout"] = 30
    other = written(tmp_path / "new", {"Api": stack("Api", needs=["Data"]), "Data": stack("Data")},
                    {"Api": newer, "Data": DATA})  # fmt: skip

    changes = compare(str(app), other)

    assert [(change.action, change.logical_id) for change in changes] == [("Modify", "ApiHandler")]


@pytest.mark.slow
def test_the_command_line_takes_an_app(app, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["deploy", str(app)])

    assert ended.value.code == 0
    assert "Handler" in capsys.readouterr().out


@pytest.mark.slow
def test_a_synthesised_template_alone_deploys_into_a_bootstrapped_account():
    with Sandbox(bootstrapped=True) as account:
        assert account.deploy(DATA, name="data").status == "CREATE_COMPLETE"
    with Sandbox() as account, pytest.raises(ParameterError, match="bootstrapped=True"):
        account.deploy(DATA, name="data")


def test_stacks_have_the_tags_that_the_app_gives_them_unless_others_are_given(aws, tmp_path):
    stacks = {"Data": stack("Data", tags={"team": "shop"}), "More": stack("More", needs=("Data",))}
    folder = written(tmp_path / "cdk.out", stacks, {"Data": DATA, "More": {**DATA, "Outputs": {}}})

    aws.deploy(folder)
    assert [(each.name, each.tags) for each in aws.stacks][-2:] == [("Data", {"team": "shop"}), ("More", {})]
    aws.deploy(folder, name="More", tags={"team": "other"})

    assert [(each.name, each.tags) for each in aws.stacks][-2:] == [
        ("Data", {"team": "other"}), ("More", {"team": "other"})
    ]  # fmt: skip


def emptied(kind="Custom::S3AutoDeleteObjects", **more):
    """A bucket that a function of the CDK's own empties when the stack goes."""
    function = {**API["Resources"]["Handler"]["Properties"], "Runtime": "nodejs22.x", "Environment": {"Variables": {}}}
    thing = {"ServiceToken": {"Fn::GetAtt": ["Handler", "Arn"]}, "BucketName": {"Ref": "Files"}}
    return {
        **BOOTSTRAP,
        "Resources": {
            "Role": API["Resources"]["Role"], "Files": {"Type": "AWS::S3::Bucket"}, **more,
            "Handler": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Empties": {"Type": kind, "Properties": thing},
        },
    }  # fmt: skip


def test_code_of_the_cdk_that_is_done_without_may_be_missing(aws, tmp_path):
    folder = tmp_path / "cdk.out"
    files = code(folder)
    (folder / "asset.c0de" / "index.py").unlink()
    (folder / "asset.c0de").rmdir()
    another = {"Another": {**emptied()["Resources"]["Handler"]}}

    assert aws.deploy(written(folder, {"One": stack("One")}, {"One": emptied()}, files)).status == "CREATE_COMPLETE"
    for needed in (emptied("Custom::Own"), emptied(**another)):
        with pytest.raises(TemplateError, match="asset c0de: there is no"):
            aws.deploy(written(folder, {"One": stack("One")}, {"One": needed}, files))


@pytest.fixture
def app_of_version_1(tmp_path):
    """A function whose code, an object that is copied as it is, and an image are assets of the stack's metadata."""
    folder = tmp_path / "cdk.out"
    code(folder)
    (folder / "words.json").write_text('{"word": "said"}')
    parts = [{"Fn::Select": [number, {"Fn::Split": ["||", {"Ref": "CodeKey"}]}]} for number in (0, 1)]
    function = {
        **API["Resources"]["Handler"]["Properties"], "Environment": {"Variables": {"WORD": "said", "QUEUE": "none"}},
        "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": {"Fn::Join": ["", parts]}},
    }  # fmt: skip
    names = ("CodeBucket", "CodeKey", "CodeHash", "WordsKey", "Image")
    template = {
        "Parameters": {name: {"Type": "String"} for name in names},
        "Resources": {"Role": API["Resources"]["Role"], "Handler": {"Type": "AWS::Lambda::Function",
                                                                     "Properties": function}},
        "Outputs": {name: {"Value": {"Ref": name}} for name in names},
    }  # fmt: skip
    data = (
        {"id": "c0de", "sourceHash": "c0de", "path": "asset.c0de", "packaging": "zip",
         "s3BucketParameter": "CodeBucket", "s3KeyParameter": "CodeKey", "artifactHashParameter": "CodeHash"},
        {"id": "words", "sourceHash": "ab", "path": "words.json", "packaging": "file", "s3KeyParameter": "WordsKey"},
        {"id": "web:x", "sourceHash": "cd", "path": "web", "packaging": "container-image",
         "imageNameParameter": "Image"},
    )  # fmt: skip
    said = {
        "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
        "properties": {"templateFile": "Old.template.json"},
        "metadata": {"/Old/Handler": [{"type": "aws:cdk:asset", "data": each} for each in data]},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({"version": "1.10.0", "artifacts": {"Old": said}}))
    (folder / "Old.template.json").write_text(json.dumps(template))
    return folder


def test_assets_of_an_app_of_version_1_are_told_by_parameters(aws, app_of_version_1):
    made = aws.deploy(app_of_version_1)

    bucket = "cdk-hnb659fds-assets-123456789012-us-east-1"
    assert made.outputs == {
        "CodeBucket": bucket, "CodeKey": "assets/||c0de.zip", "CodeHash": "c0de", "WordsKey": "assets/words/||ab.json",
        "Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/cdk/web-x:cd",
    }  # fmt: skip
    words = aws.client("s3").get_object(Bucket=bucket, Key="assets/words/ab.json")["Body"].read()
    assert words == b'{"word": "said"}'
    answer = aws.client("lambda").invoke(FunctionName=made["Handler"].physical_id)["Payload"].read()
    assert json.loads(answer) == ["said", "none"]
    assert made.left_out.images == ("web:x",)
    assert made.preview(app_of_version_1) == []
    assert made.update(app_of_version_1) == []
    assert cost(app_of_version_1).region == "us-east-1"


def test_code_of_version_1_that_is_not_there_is_named(aws, app_of_version_1):
    (app_of_version_1 / "words.json").unlink()

    with pytest.raises(TemplateError, match=r"asset words: there is no .*words.json"):
        aws.deploy(app_of_version_1)

"""What stacks do as CloudFormation does, and what they do not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "A resource that is there already is nobody's to take over: a stack that wants its name, or a second logical "
        "id, fails with `AlreadyExists` and leaves it alone. Policies of queues and topics, and what a subnet is "
        "associated with, are taken over, as in AWS.",
        FAITHFUL,
        "/cloudformation-cli/latest/userguide/resource-type-test-contract.html",
        """
        named = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}}
        aws.deploy({"Resources": {"News": named}}, name="first")
        attempt(aws.deploy, {"Resources": {"News": named}}, name="second").allowed, len(
            aws.client("sns").list_topics()["Topics"]
        )
        """,
    ),
    Behaviour(
        "A resource with a `CreationPolicy` waits, on the account's clock, for its signals: what `aws.signal` sent, "
        "and those of machines that run and whose user data ends in `cfn-signal`, which is read and not run (`-e $?` "
        "counts as success). Without them the creation fails when its time is over.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html",
        """
        image = aws.existing_network().image_ids["arm64"]
        silent = {
            "Type": "AWS::EC2::Instance",
            "Properties": {"ImageId": image, "InstanceType": "t4g.micro"},
            "CreationPolicy": {"ResourceSignal": {"Timeout": "PT15M"}},
        }
        began = aws.clock.now
        allowed = attempt(aws.deploy, {"Resources": {"Server": silent}}).allowed
        allowed, str(aws.clock.now - began)
        """,
    ),
    Behaviour(
        "Custom resources (`Custom::` types and `AWS::CloudFormation::CustomResource`) are made by the function or "
        "topic of their `ServiceToken`: requests, answers (`cfnresponse`, or any HTTP library of Python, to the "
        "`ResponseURL`), replacement by another `PhysicalResourceId`, time-out on the account's clock, `NoEcho` and "
        "roll-back are as documented. A function from outside the cookbook runs only with "
        "`Sandbox(run_foreign_code=True)`. They read back as they were last asked for: what exists of them only their "
        "maker knows.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/UserGuide/crpg-ref.html",
        """
        silent = {"ServiceToken": {"Ref": "Topic"}, "ServiceTimeout": 90}
        resources = {"Topic": {"Type": "AWS::SNS::Topic"}, "Thing": {"Type": "Custom::Thing", "Properties": silent}}
        began = aws.clock.now
        attempt(aws.deploy, {"Resources": resources}).allowed, aws.clock.now > began
        """,
    ),
    Behaviour(
        "A nested stack (`AWS::CloudFormation::Stack`) is a stack of its own, from a file beside the template or an "
        "object in the account's S3; it is made, changed, taken back and deleted with the stack around it, and what an "
        "update replaced in it goes when the outermost stack cleans up. It changes where its template, what that "
        "packages, or a parameter does.",
        FAITHFUL,
        "/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html",
        """
        inner = 'Resources: {Queue: {Type: "AWS::SQS::Queue"}}' + chr(10) + 'Outputs: {Url: {Value: {Ref: Queue}}}'
        aws.client("s3").create_bucket(Bucket="templates")
        aws.client("s3").put_object(Bucket="templates", Key="inner.yaml", Body=inner.encode())
        place = {"TemplateURL": "https://templates.s3.amazonaws.com/inner.yaml"}
        outer = aws.deploy({"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": place}}})
        len(aws.stacks), outer["Inner"].attribute("Outputs.Url").startswith("https://sqs.")
        """,
    ),
    Behaviour(
        "A wait condition waits, on the account's clock, for signals that are put to the address of its handle, sent "
        "by `aws.signal` (to the handle or the condition), or told by a machine that runs and whose user data hands "
        "the address to `cfn-signal` or `curl`, which is read and not run; `Data` has what came along.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html",
        """
        waiting = {
            "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
            "Ready": {
                "Type": "AWS::CloudFormation::WaitCondition",
                "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "60"},
            },
        }
        aws.signal("web", "Ready", "me", data="done")
        aws.deploy({"Resources": waiting}, name="web")["Ready"].attribute("Data")
        """,
    ),
    Behaviour(
        "An update of an Auto Scaling group that means other instances exchanges them in batches, or replaces the "
        "group, as its `UpdatePolicy` says, with pauses and signals on the account's clock; without a policy the "
        "instances stay. An update that goes back exchanges them back.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html",
        """
        image = aws.existing_network().image_ids["arm64"]

        def group(kind):
            data = {"ImageId": image, "InstanceType": kind}
            launch = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": "Launch.LatestVersionNumber"}}
            sizes = {"MinSize": "1", "MaxSize": "1", "AvailabilityZones": ["us-east-1a"], "LaunchTemplate": launch}
            policy = {"AutoScalingRollingUpdate": {"MaxBatchSize": 1}}
            group = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": sizes, "UpdatePolicy": policy}
            template = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}
            return {"Resources": {"Launch": template, "Group": group}}

        rolled = aws.deploy(group("t4g.micro"), name="rolled")
        rolled.update(group("t4g.small"))
        [event.reason[:24] for event in rolled.events if "nstance(s)" in event.reason]
        """,
    ),
    Behaviour(
        "Macros (`Transform`, `Fn::Transform`) are run as the functions they are, the innermost first, with the "
        "request and answer that are documented, before anything is made; a function from outside the cookbook runs "
        "only with `Sandbox(run_foreign_code=True)`. `AWS::Include` reads a file beside the template, or an "
        "object in the account's S3.",
        FAITHFUL,
        "/AWSCloudFormation/latest/UserGuide/template-macros-author.html",
        """
        mine = {"Transform": "Mine", "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Count": 2}}}
        attempt(aws.deploy, mine).message
        """,
    ),
)

LIMITS = (
    Limit(
        "An assembly of the CDK deploys stack by stack, bootstrapped and with its file assets, by an administrator: "
        "the roles of the bootstrap stack are there and nobody takes them on. Container images are not built or run, "
        "which `stack.left_out.images` names; the account of an environment is not looked at, its region has to be the "
        "sandbox's; context is not looked up, and assets made by a command, or in the form of CDK 1, are refused.",
        "stack.left_out.images",
    ),
    Limit(
        "Of update policies, those of Auto Scaling groups are kept to (`AutoScalingRollingUpdate` but for "
        "`SuspendProcesses` and `MinActiveInstancesPercent`, and `AutoScalingReplacingUpdate`); those of other types "
        "do nothing: a new version of an alias gets all calls at once.",
        """
        policy = {"CodeDeployLambdaAliasUpdate": {"ApplicationName": "a", "DeploymentGroupName": "b"}}
        attempt(aws.deploy, {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "UpdatePolicy": policy}}}).allowed
        """,
    ),
    Limit(
        "An inline policy is one stack's alone whatever the date; CloudFormation refuses a second stack since "
        "30 January 2026.",
        """
        aws.clock.now.date().isoformat()
        """,
    ),
    Limit(
        "Resources do not get the tags `aws:cloudformation:stack-name`, `-id` and `logical-id`.",
        '[tag for tag in stack["Bucket"].actual["Tags"] if tag["Key"].startswith("aws:")]',
    ),
    Limit(
        "Creating takes no time: all events of an operation have the same time, and resources are "
        "made one after another.",
        "len(stack.events), len({event.at for event in stack.events})",
    ),
    Limit(
        "Templates of nested stacks come from the account's S3, or from this machine, beside the template or where "
        "`deploy(..., templates=)` says that a file stands for an address; "
        "`TimeoutInMinutes`, `NotificationARNs` and `Tags` of a nested stack do nothing. Bill, picture and findings of "
        "a template look into nested ones whose files are beside it.",
        """
        nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/t.yaml"}}
        attempt(aws.deploy, {"Resources": {"Nested": nested}}).allowed
        """,
    ),
    Limit(
        "Functions of Node.js do not run. Of the custom resources that the CDK has such functions for, "
        "`Custom::S3AutoDeleteObjects`, `Custom::VpcRestrictDefaultSG` and `Custom::LogRetention` are done in their "
        "stead, by an administrator, and of the AWS Solutions Constructs' `Custom::TemplateWriter` and "
        "`Custom::KmsKeyPolicyUpdater`; their code may be missing from `cdk.out`.",
        """
        empties = {"ServiceToken": {"Ref": "Topic"}, "BucketName": "none", "ServiceTimeout": 1}
        resources = {"Topic": {"Type": "AWS::SNS::Topic"}}
        resources["Thing"] = {"Type": "Custom::S3AutoDeleteObjects", "Properties": empties}
        attempt(aws.deploy, {"Resources": resources}).allowed
        """,
    ),
    Limit(
        "Of the transforms that AWS hosts, `AWS::LanguageExtensions`, `AWS::Include` and `AWS::Serverless-2016-10-31` "
        "(by AWS's own translator) are run; others are refused. Without a sandbox macros are not run: what they make "
        "is in no picture, bill or finding, and CFN-003 says where each stands.",
        """
        queue = {"Q": {"Type": "AWS::SQS::Queue"}}
        attempt(aws.deploy, {"Transform": "AWS::CodeDeployBlueGreen", "Resources": queue}).code
        """,
    ),
    Limit(
        "Stack policies hold for every update: there is none for one update only.",
        """
        stack.set_stack_policy(
            {"Statement": [{"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}
        )
        attempt(stack.update, {"Resources": {"Other": {"Type": "AWS::SQS::Queue"}}}).message
        """,
    ),
    Limit(
        "Constraints that are not for a parameter's type (`MinValue` of a `String`) are ignored.",
        """
        odd = {"Name": {"Type": "String", "Default": "a", "MinValue": 3}}
        attempt(aws.deploy, {"Parameters": odd, "Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}}).allowed
        """,
    ),
    Limit(
        "Stacks are made in one region, the sandbox's own.",
        'aws.region, stack.id.split(":")[3]',
    ),
)

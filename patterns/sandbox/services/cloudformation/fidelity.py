"""What AWS CloudFormation's API does here, and what it does not; what stacks do stands in `stacks`."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "CloudFormation's API has the stacks that pages deploy, and the reverse: stacks, events, resources, exports, "
        "imports, templates, drift and change sets, with the errors in the service's words.",
        FAITHFUL,
        "/AWSCloudFormation/latest/APIReference/API_Operations.html",
        """
        cloudformation = aws.client("cloudformation")
        [found] = cloudformation.describe_stacks(StackName=stack.name)["Stacks"]
        found["StackStatus"], attempt(cloudformation.describe_stacks, StackName="none").message
        """,
        modules=("api",),
    ),
    Behaviour(
        "An operation is asked for at once, is in progress for five seconds of the account's time, and is then done "
        "whole. Whoever asks how such a stack is lets that time pass first, so that a waiter ends at its first "
        "question; a list of stacks leaves it in progress.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/UserGuide/view-stack-events.html",
        """
        cloudformation = aws.client("cloudformation")
        cloudformation.create_stack(StackName="q", TemplateBody="Resources: {Q: {Type: AWS::SQS::Queue}}")
        listed = cloudformation.list_stacks(StackStatusFilter=["CREATE_IN_PROGRESS"])["StackSummaries"]
        len(listed), cloudformation.describe_stacks(StackName="q")["Stacks"][0]["StackStatus"]
        """,
    ),
    Behaviour(
        "A change set tells of each resource what happens to it, whether it is replaced, and what each change comes "
        "from. What replaces a resource is followed through its references, so that what AWS leaves open is mostly "
        "settled.",
        SIMPLIFIED,
        "/AWSCloudFormation/latest/APIReference/API_ResourceChange.html",
        """
        cloudformation = aws.client("cloudformation")
        queue = {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "a"}}}}
        aws.deploy(queue, name="q")
        import json

        cloudformation.create_change_set(
            StackName="q", ChangeSetName="c", TemplateBody=json.dumps(queue).replace('"a"', '"b"')
        )
        changes = cloudformation.describe_change_set(StackName="q", ChangeSetName="c")["Changes"]
        [(each["ResourceChange"]["Action"], each["ResourceChange"]["Replacement"]) for each in changes]
        """,
    ),
)

LIMITS = (
    Limit(
        "What a stack makes is made with an administrator's rights, whoever asks for it and whatever role is passed; "
        "that somebody may pass the role is asked.",
        """
        template = "Resources: {Q: {Type: AWS::SQS::Queue}}"
        role = "arn:aws:iam::123456789012:role/none"
        cloudformation = aws.client("cloudformation")
        cloudformation.create_stack(StackName="q", TemplateBody=template, RoleARN=role)
        cloudformation.describe_stacks(StackName="q")["Stacks"][0]["StackStatus"]
        """,
    ),
    Limit(
        "Resources get the tags of their stack, and none of AWS's own, `aws:cloudformation:stack-name` and its kin. "
        "Notification topics and the time-out of a stack are told again and change nothing.",
        """
        template, tags = "Resources: {Q: {Type: AWS::SQS::Queue}}", [{"Key": "team", "Value": "a"}]
        aws.client("cloudformation").create_stack(StackName="q", TemplateBody=template, Tags=tags)
        found = aws.client("cloudformation").describe_stacks(StackName="q")["Stacks"][0]["Tags"]
        found, aws.client("sqs").list_queue_tags(QueueUrl=aws.stacks[-1]["Q"].physical_id).get("Tags")
        """,
    ),
    Limit(
        "An update that fails is always taken back: `DisableRollback` holds for creations alone, and a stack that a "
        "creation has left in `CREATE_FAILED` can be rolled back or deleted, not updated.",
        """
        update = aws.client("cloudformation").update_stack
        attempt(update, StackName=stack.name, UsePreviousTemplate=True, DisableRollback=True).message
        """,
    ),
    Limit(
        "Stack sets, generated templates, refactoring, hooks, private types and the import of resources into stacks "
        "are refused; so are `CancelUpdateStack`, `ContinueUpdateRollback` and "
        "`EstimateTemplateCost`, which would have nothing to do or nowhere to send to.",
        'attempt(aws.client("cloudformation").list_stack_sets).message',
    ),
)

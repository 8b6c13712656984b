"""Several templates in one: every name its own, and what one exports is what the other imports."""

from dataclasses import replace

from patterns.template.resolve import resolve
from patterns.template.source import load
from patterns.template.union import united

DATA = """\
Parameters: {Days: {Type: Number, Default: 4}}
Mappings: {Sizes: {us-east-1: {Small: 7}}}
Conditions: {Here: !Equals [!Ref 'AWS::Region', us-east-1]}
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Condition: Here
    Properties:
      QueueName: !Sub '${AWS::StackName}-jobs'
      DelaySeconds: !FindInMap [Sizes, !Ref 'AWS::Region', Small]
      VisibilityTimeout: !If [Here, !Ref Days, 1]
  Later: {Type: AWS::SQS::Queue, DependsOn: Jobs, Properties: {QueueName: !Sub '${!x}-${Jobs.QueueName}'}}
Outputs: {Url: {Value: !Ref Jobs, Export: {Name: data-url}}}
"""
USER = """\
Resources:
  Jobs: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue data-url}}
"""


def whole(*parts):
    return united("app", [replace(load(text), name=name) for name, text in parts])


def test_names_begin_with_the_name_of_their_part():
    resolved = resolve(whole(("the-data", DATA), ("user", USER)))

    jobs = resolved.resources["thedataJobs"]
    assert list(resolved.resources) == ["thedataJobs", "thedataLater", "userJobs"]
    assert jobs.properties == {"QueueName": "the-data-jobs", "DelaySeconds": 7, "VisibilityTimeout": "4"}
    assert resolved.resources["thedataLater"].depends_on == ("thedataJobs",)
    assert str(resolved.resources["thedataLater"].properties["QueueName"]) == "${!x}-${thedataJobs.QueueName}"


def test_what_is_imported_is_what_the_other_part_exports():
    resolved = resolve(whole(("data", DATA), ("user", USER)))

    assert resolved.resources["userJobs"].properties["DisplayName"].references == {("dataJobs", "Ref")}


def test_parts_whose_names_look_the_same_are_told_apart():
    resolved = resolve(whole(("my-app", USER), ("myapp", USER)))

    assert list(resolved.resources) == ["myappJobs", "myapp2Jobs"]

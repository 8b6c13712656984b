"""What holds for every record, and what is known of a type that has none."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from botocore.session import Session

from patterns import knowledge
from patterns.knowledge import BELONGS_TO, About, Family, Service, about, known
from patterns.template.values import Unknown

MODULES = sorted(info.name for info in pkgutil.iter_modules(knowledge.__path__) if not info.name.startswith("_"))
SHAPES = ({}, Unknown("${Parameter}"), "text", 1, True, [], ["text"], [{"Key": "text"}], {"Key": ["text"]})


class Anything(dict[str, Any]):
    """Properties that all have one value."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value

    def get(self, key: str, default: Any = None) -> Any:
        return self.value


def service(module: str) -> Service:
    found: Service = importlib.import_module(f"patterns.knowledge.{module}").SERVICE
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_like_the_client_of_boto3_and_knows_types_of_its_service(module: str) -> None:
    types = importlib.import_module(f"patterns.knowledge.{module}").TYPES

    # The CDK has a type and no service.
    assert module.removeprefix("aws_").replace("_", "-") in {"cdk", *Session().get_available_services()}
    assert types
    assert all(name.startswith(f"AWS::{service(module).name}::") for name in types)


def test_no_service_has_two_modules() -> None:
    assert len({service(module).name for module in MODULES}) == len(MODULES)


@pytest.mark.parametrize("type_name", known())
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_facts_never_stumble_over_values_of_another_shape(type_name: str, shape: Any) -> None:
    words = [word for fact in about(type_name).facts for word in fact(Anything(shape))]

    assert all(isinstance(word, str) for word in words)


def test_a_type_that_nobody_lists_has_its_name_and_the_family_of_its_service() -> None:
    assert about("AWS::EC2::TransitGateway") == About(noun="EC2 TransitGateway", family=Family.COMPUTE)
    assert about("AWS::MSK::Cluster") == About(noun="MSK Cluster", family=Family.OTHER)
    assert about("Custom::Thing") == About(noun="Custom Thing", family=Family.OTHER)


def test_a_reference_means_what_the_first_pattern_of_its_path_says() -> None:
    record = about("AWS::AutoScaling::LifecycleHook")

    assert record.meaning(("AutoScalingGroupName",)) == BELONGS_TO
    assert record.meaning(("RoleARN",)) == "as"
    assert about("AWS::S3::BucketPolicy").meaning(("PolicyDocument", "Statement", 0)) is None
    assert about("AWS::MSK::Cluster").meaning(("Anything",)) == "uses"

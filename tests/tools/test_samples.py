from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest

from patterns.sandbox import services
from tools.samples import arguments

MODELS = botocore.session.get_session()
OWN = [
    (names.boto3, name)
    for folder, names in services.names().items()
    if (module := services.part(folder, "samples")) is not None
    for name in module.SAMPLES
]


def members(shape: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of what a shape holds, however deep."""
    if shape is None or shape.name in seen:
        return
    seen |= {shape.name}
    for name, member in getattr(shape, "members", {}).items():
        yield name
        yield from members(member, seen)
    for inner in ("member", "value"):
        yield from members(getattr(shape, inner, None), seen)


@pytest.mark.parametrize(("service", "name"), OWN)
def test_a_sample_is_of_a_parameter_that_the_service_has(service: str, name: str) -> None:
    model = MODELS.get_service_model(service)

    assert any(name in members(model.operation_model(each).input_shape) for each in model.operation_names)


def test_what_two_services_call_alike_is_of_each_its_own() -> None:
    tag = {service: MODELS.get_service_model(service).operation_model("TagResource") for service in ("sns", "dynamodb")}

    found = {service: arguments(service, model, whole=False)["ResourceArn"] for service, model in tag.items()}

    assert found == {
        "sns": "arn:aws:sns:us-east-1:123456789012:news",
        "dynamodb": "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
    }

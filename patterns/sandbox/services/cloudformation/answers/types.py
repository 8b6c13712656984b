"""The types that the sandbox makes, as CloudFormation's registry tells of them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeType.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.errors import Refused, UnsupportedType
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region
from patterns.template.schema import schema

RESOURCE = "RESOURCE"


def describe_type(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell of one type of resource, with as much of its schema as is known here."""
    if params.get("Type", RESOURCE) != RESOURCE:
        raise invalid("The sandbox knows types of resources alone, no modules and no hooks.")
    name = str(params.get("TypeName") or str(params.get("Arn", "")).rpartition("/")[2].replace("-", "::"))
    try:
        provider(name)
    except UnsupportedType:
        raise Refused("TypeNotFoundException", f"The type '{name}' cannot be found.", 404) from None
    extract = schema(name)
    told = {
        "typeName": name,
        "properties": {each: {} for each in extract.properties},
        "required": sorted(extract.required),
        "createOnlyProperties": _pointers(extract.create_only),
        "conditionalCreateOnlyProperties": _pointers(extract.conditional_create_only),
        "readOnlyProperties": _pointers(extract.read_only),
        "writeOnlyProperties": _pointers(extract.write_only),
        "primaryIdentifier": _pointers(extract.primary_identifier),
    }
    return {
        "Arn": f"arn:aws:cloudformation:{region.account.region}::type/resource/{name.replace('::', '-')}",
        "Type": RESOURCE,
        "TypeName": name,
        "Schema": json.dumps(told),
        "ProvisioningType": "FULLY_MUTABLE",
        "DeprecatedStatus": "LIVE",
        "Visibility": "PUBLIC",
    }


def _pointers(paths: Any) -> list[str]:
    return [f"/properties/{path.replace('.', '/')}" for path in sorted(paths)]

"""AWS::ApiGateway::Model."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.provider import policy_documents
from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.services.apigateway.resources._base import API_ID, PartOfApi, fixed, setting


class Model(PartOfApi):
    """What a body must look like; its physical id is the API's before its name, which `Ref` gives."""

    type = "AWS::ApiGateway::Model"
    identifier = "modelName"
    creation = "create_model"
    deletion = "delete_model"
    change_operation = "update_model"
    plural = Call("get_models", "items")
    entry_id = "name"
    is_named = True
    names_itself = True
    properties = (
        API_ID,
        fixed("Name"),
        fixed("ContentType", default="application/json"),
        setting("Description"),
        setting("Schema", to_service=policy_documents.as_text, from_service=policy_documents.from_text),
    )
    examples = (
        {
            "RestApiId": "{other_rest_api}",
            "ContentType": "application/json",
            "Name": "Other",
            "Schema": {"type": "object"},
        },
        {"RestApiId": "{rest_api}", "ContentType": "application/json", "Name": "Item", "Schema": {"type": "object"}},
        {
            "RestApiId": "{rest_api}",
            "ContentType": "application/json",
            "Name": "Item",
            "Description": "What is for sale.",
            "Schema": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name made of the stack's where none is given, and the kind that the handler takes where none is."""
        # Letters and digits only: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html
        name = "".join(letter for letter in target.name(longest=128) if letter.isalnum())
        return {"name": name, "contentType": "application/json", "schema": json.dumps({}), **given}


PROVIDER = Model()

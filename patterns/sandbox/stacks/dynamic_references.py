"""What the dynamic references of one stack operation stand for, asked of the account's own services.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
Not here: how a reference is written and where it may stand (`patterns.template.dynamic`).
"""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.template.dynamic import DynamicReference, settled
from patterns.template.errors import TemplateError


class DynamicValues:
    """The values of references, each asked for once; `secrets` are those found so far that must not be shown."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._found: dict[str, str] = {}
        self.secrets: set[str] = set()

    def settled(self, value: Any) -> Any:
        """The value with what its references stand for. Raises `TemplateError`, in CloudFormation's words."""
        return settled(value, self.value)

    def plain(self, value: Any) -> Any:
        """The value with what its plain references stand for; those of secrets stay, as outputs are shown to all."""
        return settled(value, lambda found: found.text if found.is_secret else self.value(found))

    def value(self, reference: DynamicReference) -> str:
        """What one reference stands for."""
        if reference.text not in self._found:
            is_stored = reference.service != "secretsmanager"
            self._found[reference.text] = self._stored(reference) if is_stored else self._secret(reference)
        found = self._found[reference.text]
        if reference.is_secret and found:
            self.secrets.add(found)
        return found

    def _stored(self, reference: DynamicReference) -> str:
        name = f"{reference.name}:{reference.version}".rstrip(":")
        secure = reference.service == "ssm-secure"
        try:
            answer = self._account.observer("ssm").get_parameter(Name=name, WithDecryption=secure)["Parameter"]
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ParameterNotFound", "ParameterVersionNotFound"):
                raise
            raise TemplateError(f"Parameters: [{reference.service}:{name}] cannot be found.") from None
        if (answer["Type"] == "SecureString") != secure:
            listed = f"Parameters [{reference.name}]"
            raise TemplateError(f"{listed} referenced by template have types not supported by CloudFormation.")
        return str(answer["Value"])

    def _secret(self, reference: DynamicReference) -> str:
        version = {"VersionStage": reference.stage, "VersionId": reference.version}
        given = {name: value for name, value in version.items() if value}
        try:
            answer = self._account.observer("secretsmanager").get_secret_value(SecretId=reference.name, **given)
        except ClientError as error:
            details = error.response["Error"]
            # Every refusal of this service has status 400:
            # https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
            source = f"(Service: AWSSecretsManager; Status Code: 400; Error Code: {details['Code']})"
            raise TemplateError(f"{details['Message']} {source}") from None
        text = str(answer.get("SecretString", ""))
        return _member(text, reference.json_key) if reference.json_key else text


def _member(text: str, key: str) -> str:
    """The value of a key of a secret that is a JSON object."""
    try:
        members = json.loads(text)
    except ValueError:
        raise TemplateError("Could not parse SecretString JSON") from None
    if not isinstance(members, dict) or key not in members:
        raise TemplateError("Could not find a value associated with JSONKey in SecretString")
    member = members[key]
    return member if isinstance(member, str) else json.dumps(member)

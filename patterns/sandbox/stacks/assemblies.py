"""An assembly of the CDK, deployed as `cdk deploy` does: bootstrapped, assets published, one stack after another.

https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html
Not here: reading an assembly (`patterns.template.assembly`). Images are not built: `Stack.left_out` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused, UnsupportedType
from patterns.sandbox.provider.parameter_values import stored
from patterns.sandbox.stacks import absent_code, bootstrap, leaving_out
from patterns.template.assembly import Synthesised
from patterns.template.assets import Asset
from patterns.template.errors import ParameterError
from patterns.template.parameters import given_values
from patterns.template.resolve import resolve
from patterns.template.scope import pseudo_parameters
from patterns.template.source import Document

DeployOne = Callable[[Document, str, Mapping[str, Any]], Any]
"""Makes or updates the stack of a name from a document and values for parameters; returns the stack."""


def deploy(
    account: Account, document: Document, name: str | None, given: Mapping[str, Any] | None, *,
    leaves_out: bool, one: DeployOne,
) -> Any:  # fmt: skip
    """Deploy the stacks of an assembly in their order; return the last, or the one that `name` chooses.

    A stack that is chosen takes those that it needs along. For the only one of an assembly `name` is the stack's own.
    Values are for the parameters of that name in every stack, `Stack:Name` for one stack's. Raises `DeploymentRefused`,
    `UnsupportedType` or `TemplateError` before anything is made.
    """
    chosen = _chosen(document, name)
    stacks = list(_in_order(chosen))
    values = _values(stacks, given_values(given))
    _require_region(account, stacks)
    if not leaves_out:
        _require_types(account, stacks)
    made = None
    for stack in prepare(account, stacks, one):
        is_named = name is not None and not document.parts and stack.name == chosen[-1].name
        made = one(stack, name if is_named and name else _said(stack).stack_name, values[stack.name])
        made.update_termination_protection(_said(stack).protected)
    return made


def prepare(account: Account, stacks: Iterable[Document], one: DeployOne) -> list[Document]:
    """Bootstrap the account where stacks ask for it and it is not yet, and publish their assets.

    Returns the stacks as `with_places`. Raises `TemplateError` before anything is made for an asset that is not there.
    """
    stacks = list(stacks)
    contents = [(asset, absent_code.content(stack, asset)) for stack in stacks for asset in _said(stack).assets]
    asked = dict.fromkeys(_said(stack).bootstrap for stack in stacks)
    for parameter in asked:
        if parameter and not stored(account, [parameter]):
            qualifier = bootstrap.qualifier(parameter)
            one(bootstrap.document(qualifier), bootstrap.stack_name(qualifier), {})
    for asset, content in contents:
        _publish(account, asset, content)
    return [with_places(account, stack) for stack in stacks]


def with_places(account: Account, stack: Document) -> Document:
    """The stack of an app of version 1 with the parameters that say where in the account its assets are."""
    if stack.assembly is None:
        return stack
    words = pseudo_parameters(account.region, account.account_id, "", None)
    filled = {name: _filled(value, words) for name, value in stack.parameters.items() if isinstance(value, str)}
    return replace(stack, parameters={**stack.parameters, **filled})


def require_one(document: Document) -> None:
    """Refuse an assembly of several stacks where one is wanted."""
    if document.parts:
        there = ", ".join(stack.name for stack in document.parts)
        raise DeploymentRefused(
            f"the assembly {document.name} has the stacks {there}: `deploy` brings all of them up to date; for one of "
            "them give its own template in that folder"
        )


def _said(stack: Document) -> Synthesised:
    assert stack.assembly is not None
    return stack.assembly


def _chosen(document: Document, name: str | None) -> tuple[Document, ...]:
    if not document.parts:
        return (document,)
    if name is None:
        return document.parts
    stacks = [stack for stack in document.parts if name in (_said(stack).stack_name, _said(stack).artifact)]
    if not stacks:
        there = ", ".join(stack.name for stack in document.parts)
        raise DeploymentRefused(f"the assembly {document.name} has no stack {name!r}: it has {there}")
    return (stacks[0],)


def _in_order(chosen: Iterable[Document]) -> Iterable[Document]:
    """The stacks, each after those it needs."""
    named = {_said(each).stack_name: each for stack in chosen for each in (*_said(stack).needs, stack)}
    return named.values()


def _values(stacks: Iterable[Document], given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The values for each stack's own parameters, by the stack's name."""
    found: dict[str, dict[str, Any]] = {stack.name: {} for stack in stacks}
    for said, value in given.items():
        of, _, name = said.rpartition(":")
        takers = [
            stack.name
            for stack in stacks
            if name in (stack.body.get("Parameters") or {}) and of in ("", stack.name, _said(stack).artifact)
        ]
        if not takers:
            raise ParameterError(f"Parameters: [{said}] do not exist in any stack of {', '.join(found)}")
        for taker in takers:
            found[taker][name] = value
    return found


def _require_region(account: Account, stacks: Iterable[Document]) -> None:
    for stack in stacks:
        region = _said(stack).region
        if region not in (None, account.region):
            raise DeploymentRefused(
                f"stack {stack.name} is for {region}, and this account is in {account.region}: "
                f"start Sandbox(region={region!r})"
            )


def _require_types(account: Account, stacks: Iterable[Document]) -> None:
    """Refuse what the sandbox cannot make in any of the stacks, all of it at once."""
    found = [each for stack in stacks for each in leaving_out.unsupported(resolve(stack, region=account.region))]
    if found:
        raise UnsupportedType(*found)


def _publish(account: Account, asset: Asset, content: bytes) -> None:
    """Put an asset into its buckets; one for another account's gets such a bucket here."""
    s3, words = account.administrator("s3"), pseudo_parameters(account.region, account.account_id, "", None)
    for bucket, key in asset.places:
        where = {"Bucket": _filled(bucket, words), "Key": _filled(key, words)}
        try:
            s3.put_object(**where, Body=content)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucket":
                raise
            place = {"CreateBucketConfiguration": {"LocationConstraint": account.region}}
            s3.create_bucket(Bucket=where["Bucket"], **({} if account.region == "us-east-1" else place))
            s3.put_object(**where, Body=content)


def _filled(text: str, words: Mapping[str, Any]) -> str:
    for name in ("AWS::AccountId", "AWS::Region", "AWS::Partition"):
        text = text.replace(f"${{{name}}}", str(words[name]))
    return text

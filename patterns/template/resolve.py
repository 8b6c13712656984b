"""A template with its expressions evaluated, for a deployment or for reading. What each name yields is `scope`'s."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path as File
from typing import Any

from . import rules, static, structure
from .declarations import check_policy
from .errors import Path, TemplateError
from .loops import written_out
from .macros import Expander, Run, Unexpanded
from .nesting import nested_in, whole
from .packages import Package, packaged
from .parameters import Value, given_values, types, validated
from .references import check_names
from .rule_lookups import Attribute, Lookups
from .scope import Lookup, Scope, Undeployed, pseudo_parameters
from .source import Document, load
from .stack_tags import tagged
from .transforms import LANGUAGE_EXTENSIONS, SERVERLESS, has_macros, transforms
from .values import NO_VALUE, Unknown, spoken

__all__ = ["Lookup", "Output", "Resolved", "Resolver", "Resource", "Undeployed", "resolve"]

REGION = "us-east-1"
ACCOUNT_ID = "123456789012"


@dataclass(frozen=True)
class Resource:
    """One resource with its values; `path` is where its declaration stands in the body."""

    logical_id: str
    type: str
    properties: dict[str, Any]
    deletion_policy: str | None
    update_replace_policy: str | None
    metadata: dict[str, Any]
    depends_on: tuple[str, ...]
    path: Path


@dataclass(frozen=True)
class Output:
    """One output; `export` is the name it is exported under, None if it is not."""

    value: Any
    export: Any
    description: str | None


@dataclass(frozen=True, eq=False)
class Resolved:
    """A template as far as it is known before anything exists; `imports` are the export names that it imports."""

    document: Document
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Output]
    parameters: Mapping[str, Value]
    conditions: Mapping[str, bool | Unknown]
    region: str
    imports: frozenset[str]
    packages: tuple[Package, ...] = ()
    """Local files to be packaged where it is deployed."""
    unexpanded: tuple[Unexpanded, ...] = ()
    """Macros that were not run: what they would make is not in it."""

    def __repr__(self) -> str:
        return f"Resolved({self.document.name!r}, {len(self.resources)} resources, {len(self.outputs)} outputs)"


class Resolver:
    """Evaluates the expressions of one document for one stack.

    `parameters` are given values, before which those the source carries step back; `stored` is as for `validated`;
    `lookup` knows the resources made so far; `exports` are the exports of the region (None: each import is Unknown);
    `zones` the Availability Zones of the stack's own region, by default its a, b and c. A parameter without a value is
    Unknown, or with `strict` an error. `run` runs macros; without it they are left out and noted. `attribute` is
    what rules may ask of an account; `by_content` is as for `packaged`, by default as strict. `assumed` are outcomes
    for conditions that are not decided. Making one checks every name, parameter, rule and condition, and raises
    TemplateError (ParameterError, UnsupportedError, CircularDependencyError).
    """

    def __init__(
        self,
        document: Document,
        *,
        parameters: Mapping[str, Any] | None = None,
        stored: Mapping[str, str] | None = None,
        region: str = REGION,
        account_id: str = ACCOUNT_ID,
        stack_name: str | None = None,
        stack_id: str | None = None,
        lookup: Lookup | None = None,
        exports: Mapping[str, Any] | None = None,
        zones: Sequence[str] | None = None,
        strict: bool = False,
        assumed: Mapping[str, bool] | None = None,
        run: Run | None = None,
        attribute: Attribute | None = None,
        by_content: bool | None = None,
    ) -> None:
        self.document = document
        self._by_content = strict if by_content is None else by_content
        given = {**document.parameters, **given_values(parameters)}
        self.parameters = validated(document, given, stored=stored, strict=strict)
        self._resources = document.body["Resources"]
        self._tags = document.tags or {}
        self._scope = Scope(
            region=region,
            mappings=document.body.get("Mappings", {}),
            exports=exports,
            extended=LANGUAGE_EXTENSIONS in transforms(document.body),
            own_zones=zones,
            parameters=self.parameters,
            pseudo=pseudo_parameters(region, account_id, stack_name or document.name, stack_id),
            resources=self._resources,
            lookup=lookup or Undeployed(),
            assumed=assumed or {},
            lookups=Lookups(types(document), attribute),
        )
        self.packages: tuple[Package, ...] = ()
        self.unexpanded: list[Unexpanded] = []
        with document.locating():
            macros = self._macros(given, stored, run, strict=strict) if has_macros(document.body) else None
            self._transform(region, account_id, macros, strict=strict)
            self._settle(strict=strict)

    def _settle(self, *, strict: bool) -> None:
        """Check what holds whichever branches are taken, and evaluate the conditions that decide between them."""
        scope = self._scope
        if scope.extended:
            self.document = static.with_names(self.document, scope, early=True)
        check_names(self.document)
        rules.check(scope, self.document.body.get("Rules", {}), strict=strict)
        scope.evaluate_conditions(self.document.body.get("Conditions", {}))
        if scope.extended:
            self.document = static.with_names(self.document, scope, early=False)
            self._resources = scope.resources = self.document.body["Resources"]
            check_names(self.document)
        static.check(self.document, scope)

    def _macros(
        self, given: Mapping[str, Any], stored: Mapping[str, str] | None, run: Run | None, *, strict: bool
    ) -> Expander:
        """Run the macros that come before the other transforms; what they say of parameters and mappings is so."""
        macros = Expander(self.document, run, self.parameters, self._scope.value, self.unexpanded)
        with self.document.locating():
            document = macros.whole(macros.inside(self.document))
        self._take(document)
        if document.body.get("Parameters") != macros.document.body.get("Parameters"):
            self.parameters = self._scope.parameters = validated(document, given, stored=stored, strict=strict)
        return macros

    def _take(self, document: Document) -> None:
        """Go on with another document."""
        if self.unexpanded or not has_macros(document.body):
            with document.locating():
                structure.check_written(document.body)
        self.document = document
        self._resources = self._scope.resources = document.body["Resources"]
        self._scope.mappings = document.body.get("Mappings", {})

    def _transform(self, region: str, account_id: str, macros: Expander | None, *, strict: bool) -> None:
        """Write out loops, packages and serverless resources, and look at what was made as at what was written."""
        written = document = self.document
        if self._scope.extended:
            document = written_out(document, self._scope.value)
        document, self.packages = packaged(document, account_id, region, by_content=self._by_content)
        if SERVERLESS in transforms(document.body):
            # Imported late: the translator imports boto3.
            from .sam import expanded

            document = expanded(document, self.parameters, region)
            if macros is not None:
                document = macros.whole(document, after=True)
        if document is not written:
            self._take(document)

    @property
    def region(self) -> str:
        """The region of the stack."""
        return self._scope.region

    @property
    def conditions(self) -> Mapping[str, bool | Unknown]:
        """The outcome of every condition."""
        return self._scope.outcomes

    @property
    def imports(self) -> frozenset[str]:
        """The names of the exports that what was evaluated so far imports."""
        return frozenset(self._scope.imports)

    def condition(self, name: str) -> bool | Unknown:
        """Return the outcome of a named condition; raises TemplateError for an undefined one."""
        return self._scope.condition(name, ("Conditions", name))

    def exists(self, logical_id: str) -> bool | Unknown:
        """Return whether the resource is to be made: True without a condition, else the condition's outcome."""
        return self._scope.exists(logical_id)

    def value(self, expression: Any, path: Path = ()) -> Any:
        """Return the expression's value without members that are AWS::NoValue; numbers and booleans stay as they are.

        None for a Ref to AWS::NoValue itself. Raises TemplateError, with the line if `path` is the expression's place
        in the body.
        """
        with self.document.locating():
            found = self._scope.value(expression, path)
        return None if found is NO_VALUE else found

    def properties(self, logical_id: str) -> dict[str, Any]:
        """Return the resource's properties, evaluated, with the tags of the stack."""
        return tagged(self._resources[logical_id]["Type"], self._mapping(logical_id, "Properties"), self._tags)

    def resource(self, logical_id: str) -> Resource:
        """Return the resource with everything evaluated; DependsOn without the resources whose condition is false."""
        declared = self._resources[logical_id]
        needed = declared.get("DependsOn", [])
        return Resource(
            logical_id=logical_id,
            type=declared["Type"],
            properties=self.properties(logical_id),
            deletion_policy=self._policy(logical_id, "DeletionPolicy"),
            update_replace_policy=self._policy(logical_id, "UpdateReplacePolicy"),
            metadata=self._mapping(logical_id, "Metadata"),
            depends_on=tuple(
                n for n in (needed if isinstance(needed, list) else [needed]) if self.exists(n) is not False
            ),
            path=("Resources", logical_id),
        )

    def creation_policy(self, logical_id: str) -> dict[str, Any]:
        """Return the resource's CreationPolicy, evaluated; empty without one."""
        return self._mapping(logical_id, "CreationPolicy")

    def update_policy(self, logical_id: str) -> dict[str, Any]:
        """Return the resource's UpdatePolicy, evaluated; empty without one."""
        return self._mapping(logical_id, "UpdatePolicy")

    def outputs(self) -> dict[str, Output]:
        """Return the outputs whose condition is not false, by name."""
        declared = self.document.body.get("Outputs", {})
        with self.document.locating():
            shown = {name: self._output(name, form) for name, form in declared.items() if self._is_shown(name, form)}
            static.check_unique([output.export for name, output in shown.items() if self._is_sure(declared[name])])
            return shown

    def _is_shown(self, name: str, form: dict[str, Any]) -> bool:
        return "Condition" not in form or self._scope.condition(form["Condition"], ("Outputs", name)) is not False

    def _is_sure(self, form: dict[str, Any]) -> bool:
        return "Condition" not in form or self._scope.condition(form["Condition"], ()) is True

    def _output(self, name: str, form: dict[str, Any]) -> Output:
        path: Path = ("Outputs", name)
        value = self._scope.value(form["Value"], (*path, "Value"))
        if isinstance(value, list | dict) or value is NO_VALUE:
            message = "Template format error: The Value field of every Outputs member must evaluate to a String"
            raise TemplateError(f"{message}: that of {name} does not.", path=(*path, "Value"))
        value = value if isinstance(value, Unknown) else spoken(value)
        description = spoken(form["Description"]) if "Description" in form else None
        if "Export" not in form:
            return Output(value, None, description)
        export = self._scope.value(form["Export"]["Name"], (*path, "Export", "Name"))
        static.check_export(name, export)
        return Output(value, export, description)

    def _mapping(self, logical_id: str, attribute: str) -> dict[str, Any]:
        path: Path = ("Resources", logical_id, attribute)
        mapping = self.value(self._resources[logical_id].get(attribute, {}), path)
        if not isinstance(mapping, dict):
            message = (
                f"Template format error: {attribute} of {logical_id} must be an object, not a function's {mapping}"
            )
            raise TemplateError(message, path=path, line=self.document.line(path))
        return mapping

    def _policy(self, logical_id: str, attribute: str) -> str | None:
        path: Path = ("Resources", logical_id, attribute)
        found = self.value(self._resources[logical_id].get(attribute, "Delete"), path)
        with self.document.locating():
            check_policy(path, self._resources[logical_id]["Type"], found)
        return str(found) if attribute in self._resources[logical_id] else None


def resolve(
    source: Any,
    *,
    parameters: Mapping[str, Any] | None = None,
    stored: Mapping[str, str] | None = None,
    region: str = REGION,
    account_id: str = ACCOUNT_ID,
    stack_name: str | None = None,
    exports: Mapping[str, Any] | None = None,
    zones: Sequence[str] | None = None,
    strict: bool = False,
    assumed: Mapping[str, bool] | None = None,
    run: Run | None = None,
    attribute: Attribute | None = None,
    within: frozenset[File] = frozenset(),
    as_deployed: bool = False,
) -> Resolved:
    """Return what is known of a template before it is deployed: what resources will be called is Unknown.

    Unless it is `strict`, templates nested in it whose files are there are part of it (`nesting`); `within` are the
    files around it. With `as_deployed` they stay by themselves, and local files are told by what they hold: so it
    compares with what an account has.

    `source` is anything `load` takes, the rest is as for `Resolver`. Resources and outputs whose condition is false
    are left out. Raises TemplateError for what `load` and `Resolver` refuse, and for expressions that cannot be
    evaluated.
    """
    document = load(source)
    settle = partial(
        Resolver,
        parameters=parameters,
        stored=stored,
        region=region,
        account_id=account_id,
        stack_name=stack_name,
        exports=exports,
        zones=zones,
        strict=strict,
        assumed=assumed,
        run=run,
        attribute=attribute,
        by_content=strict or as_deployed,
    )
    resolver = settle(document)
    packages = resolver.packages
    if not (strict or as_deployed) and any(nested_in(packages)):
        resolver = _with_nested(resolver, settle, within)
    declared = resolver.document.body["Resources"]
    present = [logical_id for logical_id in declared if resolver.exists(logical_id) is not False]
    return Resolved(
        document=resolver.document,
        resources={logical_id: resolver.resource(logical_id) for logical_id in present},
        outputs=resolver.outputs(),
        parameters=resolver.parameters,
        conditions=resolver.conditions,
        region=region,
        imports=resolver.imports,
        packages=packages,
        unexpanded=tuple(resolver.unexpanded),
    )


def _with_nested(
    resolver: Resolver, settle: Callable[[Document], Resolver], within: frozenset[File]
) -> Resolver:  # fmt: skip
    """The same of the whole template; as it is where what is nested in it cannot be read, or does not fit."""
    nested: dict[str, tuple[File, Document]] = {}
    for package in nested_in(resolver.packages):
        file, name = package.file.resolve(), str(package.place[1])
        if file in within or name not in resolver.document.body["Resources"]:
            continue
        try:
            nested[name] = (package.file, resolve(file, region=resolver.region, within=within | {file}).document)
        except TemplateError:
            continue
    try:
        return settle(whole(resolver.document, nested)) if nested else resolver
    except TemplateError:
        return resolver

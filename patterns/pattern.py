"""A pattern: a recipe with chosen parameters, as an immutable value that renders to a template.

Not here: how a recipe's resources are named, tagged and included in one another (`patterns.scope`).
"""

from __future__ import annotations

import ast
import difflib
import inspect
import re
import sys
import textwrap
from collections.abc import Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import PydanticCustomError, core_schema

from patterns.parameters import Choice, Kind, ParameterError, Rejected, Text
from patterns.template.text import to_json, to_yaml

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema
    from troposphere import Template

    from patterns.scope import Exports, Scope


class Parameter:
    """Binds a kind to a field of a recipe: `Annotated[bool, Parameter(Switch(...))]`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let the kind be the only judge of a value, so that messages are ours."""
        return core_schema.no_info_plain_validator_function(self._checked)

    def _checked(self, value: object) -> object:
        try:
            return self.kind.checked(value)
        except Rejected as refusal:
            raise PydanticCustomError("limit", "{limit}", {"limit": str(refusal)}) from None


ENVIRONMENTS = {"dev": "development", "test": "test", "staging": "staging", "prod": "production"}


class Pattern(BaseModel):
    """The base of every recipe. A recipe declares parameters as annotated fields and makes resources in `build`.

    Creating one validates it: a bad value raises `ParameterError` naming the parameter, the value and the limit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: ClassVar[str]
    """The page's title: a question or a promise."""
    pillar: ClassVar[str]
    """The Well-Architected pillar that the page is mostly about."""
    minutes: ClassVar[int]
    """How long the notebook takes to work through."""
    path: ClassVar[str]
    """The suggested way through the cookbook on which the page lies."""
    after: ClassVar[tuple[str, ...]] = ()
    """The recipes whose pages are best read before."""

    environment: Annotated[
        str,
        Parameter(
            Choice(
                label="Environment", group="Chosen at deployment", deploy_time="Environment", options=ENVIRONMENTS,
                help="Production is never shut down by schedule; every bill can be split by it.",
            )
        ),
    ] = "dev"  # fmt: skip
    project: Annotated[
        str,
        Parameter(
            Text(
                label="Project", group="Chosen at deployment", deploy_time="ProjectName",
                help="Tells whose resource this is when somebody finds it.",
                pattern=r"[A-Za-z][A-Za-z0-9-]{1,31}", maximum=32,
                shape="2 to 32 letters, digits or hyphens, a letter first", examples=("cookbook", "shop-2"),
            )
        ),
    ] = "cookbook"  # fmt: skip
    cost_center: Annotated[
        str,
        Parameter(
            Text(
                label="Cost center", group="Chosen at deployment", deploy_time="CostCenter",
                help="Where the bill goes.",
                pattern=r"[0-9]{4,8}", maximum=8, shape="4 to 8 digits", examples=("4711", "10020030"),
            )
        ),
    ] = "4711"  # fmt: skip
    owner_email: Annotated[
        str,
        Parameter(
            Text(
                label="Owner", group="Chosen at deployment", deploy_time="OwnerEmail", default_in_template=False,
                help="Who is asked before anything is deleted. The template has no default for it.",
                pattern=r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", maximum=128,
                shape="an e-mail address", examples=("data@example.com", "a.team+aws@mail.example.org"),
            )
        ),
    ] = "data@example.com"  # fmt: skip

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise self._refusal(error) from None
        self.require()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep a parameter one whose default a subclass changes with a plain field: `noncurrent_days: int = 90`.

        Raises TypeError for a field that is no parameter, and for a default outside the parameter's limits.
        """
        super().__pydantic_init_subclass__(**kwargs)
        plain = [name for name, field in cls.model_fields.items() if _parameter(field.metadata) is None]
        for name in plain:
            inherited = (base.model_fields.get(name) for base in cls.__mro__[1:] if issubclass(base, Pattern))
            found = next((part for field in inherited if field and (part := _parameter(field.metadata))), None)
            if found is None:
                how = "annotate it as Annotated[..., Parameter(...)], or as ClassVar"
                raise TypeError(f"{cls.__name__}.{name} is a field but no parameter: {how}")
            _check_default(cls, name, found)
            cls.model_fields[name].metadata.append(found)
        if plain:
            cls.model_rebuild(force=True)

    def build(self, scope: Scope) -> Exports:
        """Add the recipe's resources to `scope` and return references to them by name."""
        raise NotImplementedError

    def require(self) -> None:
        """Raise `ParameterError` when parameters that are each within limits cannot go together."""

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Kind]:
        """The recipe's parameters in the order of the page: its own first, then those chosen at deployment."""
        kinds = {
            name: part.kind
            for name, field in cls.model_fields.items()
            for part in field.metadata
            if isinstance(part, Parameter)
        }
        return dict(sorted(kinds.items(), key=lambda item: item[1].deploy_time is not None))

    @classmethod
    def default(cls, name: str) -> Any:
        """The value that parameter `name` has when nobody chooses."""
        return cls.model_fields[name].default

    @classmethod
    def summary(cls) -> str:
        """The recipe in one sentence: the first line of its docstring, also where `python -OO` has left it out."""
        return (cls.__doc__ or _docstring(cls)).strip().split("\n")[0]

    @classmethod
    def recipe_name(cls) -> str:
        """The one name of the recipe's files: `secure_bucket`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    @property
    def name(self) -> str:
        """The stack name suggested for this pattern: `secure-bucket`."""
        return self.recipe_name().replace("_", "-")

    @property
    def values(self) -> dict[str, Any]:
        """Every parameter with its value, in the order of `parameters()`."""
        return {name: getattr(self, name) for name in self.parameters()}

    @property
    def changes(self) -> dict[str, Any]:
        """The parameters that differ from the recipe's defaults."""
        return {name: value for name, value in self.values.items() if value != self.default(name)}

    @property
    def deploy_parameters(self) -> dict[str, str]:
        """The values carried for the template's own parameters: `{"Environment": "dev", ...}`."""
        declared = self._body.get("Parameters", {})
        return {
            kind.deploy_time: str(getattr(self, name))
            for name, kind in self.parameters().items()
            if kind.deploy_time and kind.deploy_time in declared
        }

    @property
    def template(self) -> Template:
        """A fresh troposphere template of this pattern."""
        from patterns.scope import rendered

        return rendered(self)[0]

    @property
    def made_by(self) -> Mapping[str, str]:
        """Logical id -> the prefix of the included recipe that made the resource; its own resources are not there."""
        return MappingProxyType(self._rendered[1])

    def to_dict(self) -> dict[str, Any]:
        """The template as a plain dict, intrinsic functions in their long form."""
        body: dict[str, Any] = _copied(self._body)
        return body

    @property
    def _body(self) -> dict[str, Any]:
        return self._rendered[0]

    @cached_property
    def _rendered(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The template, and what included recipes made of it; rendered once, for a pattern never changes."""
        from patterns.scope import as_dict, rendered

        template, made_by = rendered(self)
        return as_dict(template), made_by

    def to_yaml(self) -> str:
        """The template as YAML, intrinsic functions in their short form."""
        return to_yaml(self._body)

    def to_json(self) -> str:
        """The template as indented JSON."""
        return to_json(self._body)

    def with_(self, /, **changes: Any) -> Self:
        """A copy with `changes`, validated like a new one."""
        return type(self)(**{**self.values, **changes})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.changes.items())})"

    __str__ = __repr__

    @classmethod
    def _refusal(cls, error: ValidationError) -> ParameterError:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] != "extra_forbidden":
            return ParameterError(name, first["input"], first["msg"])
        near = difflib.get_close_matches(name, cls.parameters(), n=1)
        advice = f"did you mean {near[0]}?" if near else f"its parameters are {', '.join(cls.parameters())}"
        return ParameterError(name, first["input"], f"is not a parameter of {cls.__name__}: {advice}")


def with_defaults(recipe: type[Pattern], values: Mapping[str, Any]) -> type[Pattern]:
    """The recipe with other defaults, under its own name; bounds, labels and help stay as they are.

    Raises `ParameterError` for a parameter that it does not have, and for values that it does not allow.
    """
    if not values:
        return recipe
    kinds = recipe.parameters()
    for name in values.keys() - kinds.keys():
        recipe(**{name: values[name]})
    try:
        checked = {name: kinds[name].checked(value) for name, value in values.items()}
    except Rejected as refusal:
        recipe(**values)
        raise AssertionError("a kind and its recipe disagree") from refusal
    fields: dict[str, Any] = {name: (recipe.model_fields[name].annotation, value) for name, value in checked.items()}
    made = create_model(
        recipe.__name__, __base__=recipe, __module__=recipe.__module__, __doc__=recipe.__doc__, **fields
    )
    made()
    return made


LEAVES_DOCSTRINGS_OUT = 2


def _docstring(cls: type) -> str:
    """The docstring of a class as its file has it, where Python was told to leave docstrings out."""
    if sys.flags.optimize < LEAVES_DOCSTRINGS_OUT:
        return ""
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    assert isinstance(body, ast.ClassDef)
    return ast.get_docstring(body) or ""


def _parameter(metadata: list[Any]) -> Parameter | None:
    return next((part for part in metadata if isinstance(part, Parameter)), None)


def _check_default(recipe: type[Pattern], name: str, parameter: Parameter) -> None:
    default = recipe.model_fields[name].default
    try:
        parameter.kind.checked(default)
    except Rejected as refusal:
        raise TypeError(f"{recipe.__name__}.{name}: its default {default!r} {refusal}") from None


def _copied(value: Any) -> Any:
    """A copy of plain data that shares no member; `copy.deepcopy` takes five times as long, as it expects anything."""
    kind = type(value)
    if kind is dict:
        return {name: _copied(member) for name, member in value.items()}
    return [_copied(member) for member in value] if kind is list else value

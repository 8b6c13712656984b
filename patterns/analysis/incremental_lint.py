"""cfn-lint's rule for resources, asked again only where something changed. Not here: what becomes of its findings.

Nine tenths of a run go into that rule. What it says of a resource depends on the resource, on those that it names or
that name it, and on the template's other sections; a resource that was clean among just these is clean again. The rules
under it that compare all resources of a type keep what they saw from resource to resource: they are asked every time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

RESOURCES = "E3001"
EACH = "patternProperties"
"""The keyword of the rule's schema under which each resource is looked at."""

MOST = 20_000
"""How many clean resources are remembered: some megabytes."""


def ask_once(rules: Any) -> None:
    """Let the kept linter's rule for resources remember those of which it has nothing to say."""
    validators = rules[RESOURCES].validators
    validators[EACH] = Remembering(validators[EACH], comparing(rules)).each


def comparing(rules: Any) -> frozenset[str]:
    """The resource types whose rules begin anew with each template, since they compare its resources."""
    from cfnlint.rules import CloudFormationLintRule

    stateful = [rule for rule in rules.values() if type(rule).initialize is not CloudFormationLintRule.initialize]
    keywords = [keyword.split("/") for rule in stateful for keyword in getattr(rule, "keywords", ())]
    return frozenset(steps[1] for steps in keywords if steps[0] == "Resources")


class Remembering:
    """The rule's question to each resource, left out for those that it found clean before."""

    def __init__(self, ask: Any, always: frozenset[str]) -> None:
        self._ask = ask
        self._always = always
        self._clean: set[bytes] = set()
        self._digests: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()

    def each(self, validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[Any]:
        """What the rule says of all resources, or of what lies deeper in one."""
        if list(validator.context.path.path) != ["Resources"] or not isinstance(instance, dict):
            yield from self._ask(validator, patterns, instance, schema)
            return
        for name, resource in instance.items():
            known = self._surroundings(validator.cfn, name, resource)
            if known in self._clean:
                continue
            is_clean = True
            for error in self._ask(validator, patterns, {name: resource}, schema):
                is_clean = False
                yield error
            if is_clean and known:
                self._remember(known)

    def _remember(self, known: bytes) -> None:
        if len(self._clean) >= MOST:
            self._clean.clear()
        self._clean.add(known)

    def _surroundings(self, cfn: Any, name: str, resource: Any) -> bytes:
        """All that the answer depends on, as a digest; empty where the rule has to be asked."""
        graph: Any = cfn.graph.graph if cfn.graph else {}
        if name not in graph or not isinstance(resource, dict) or resource.get("Type") in self._always:
            return b""
        digests = self._digests_of(cfn)
        around = sorted({*graph.predecessors(name), *graph.successors(name)} & digests.keys())
        named = [part for one in (name, *around) for part in (one.encode(), digests[one])]
        return sha256(b"\0".join([digests[""], *named])).digest()

    def _digests_of(self, cfn: Any) -> dict[str, bytes]:
        """Logical id -> digest of the resource; under the empty name that of the sections that resources refer to."""
        if cfn not in self._digests:
            resources = cfn.template["Resources"]
            rest = {name: part for name, part in cfn.template.items() if name not in ("Resources", "Outputs")}
            self._digests[cfn] = {name: _digest(body) for name, body in {**resources, "": rest}.items()}
        return self._digests[cfn]


def _digest(body: Any) -> bytes:
    return sha256(json.dumps(body, default=str).encode()).digest()

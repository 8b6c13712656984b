"""The README of an exported folder: what it makes, costs and risks, how to deploy it, and what nobody has proven."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.exporting.facts import Facts
from patterns.takeaway import deploy_command, python_line

SIMULATION = "a simulated account, in the process, without AWS"


def written(facts: Facts) -> str:
    """The text, in Markdown."""
    return "\n".join(line for part in (_head, _deploying, _bill, _findings, _proof) for line in part(facts)) + "\n"


def _head(facts: Facts) -> Iterator[str]:
    yield f"# {facts.name}"
    yield ""
    if description := facts.document.body.get("Description"):
        yield from (str(description), "")
    yield from ("![What it makes](picture.svg)", "")
    if line := python_line(facts.source):
        yield from ("It was made by", "", "```python", line, "```", "")


def _deploying(facts: Facts) -> Iterator[str]:
    yield from ("## Deploy it", "")
    if facts.is_app:
        yield from ("```sh", "cdk deploy --app cdk.out --all", "```", "")
        return
    if facts.packages:
        yield from (
            "It names local files, which have to be packaged first:", "", "```sh",
            "aws cloudformation package --template-file template.yaml --s3-bucket YOUR-BUCKET \\",
            "  --output-template-file packaged.yaml", "```", "", "and then, with `packaged.yaml`:", "",
        )  # fmt: skip
    command = deploy_command(facts.document).replace(f"{facts.name}.yaml", facts.template)
    yield from ("```sh", command, "```", "", "## Prove it again", "")
    yield from (
        "```sh",
        "pip install -r requirements.txt",
        "pytest",
        "```",
        "",
        f"The tests deploy it into {SIMULATION}.",
    )
    yield ""


def _bill(facts: Facts) -> Iterator[str]:
    estimate = facts.estimate
    yield from ("## What it costs", "")
    if not estimate.is_unknown:
        yield f"About ${estimate.monthly_usd:,.2f} a month in {estimate.region}, for the use that is assumed:"
        yield ""
        yield from ("| Resource | What | A month |", "|---|---|---:|")
        yield from (
            f"| {_cell(one.resource)} | {_cell(one.what)} | ${one.monthly_usd:,.2f} |" for one in estimate.items
        )
        yield ""
    if estimate.unpriced:
        yield from ("Not in this sum:", "")
        yield from (f"- {one.resource}: {one.why}" for one in estimate.unpriced)
        yield ""


def _findings(facts: Facts) -> Iterator[str]:
    yield from ("## What is to be said against it", "")
    findings = facts.findings
    yield from (
        f"- **{finding.severity}** {finding.id}{f' {finding.resource}' if finding.resource else ''}: {finding.title}"
        f"{f' (accepted: {finding.accepted})' if finding.accepted else ''}"
        for finding in findings
    )
    yield from ("Nothing that the cookbook's checks or the linter know." if not findings else "", "")


def _proof(facts: Facts) -> Iterator[str]:
    yield from ("## What was proven, and what was not", "")
    proof = facts.proof
    if proof.refusal:
        yield f"Nothing was proven by a deployment: {proof.refusal}"
        return
    yield f"It was deployed into {SIMULATION}: {len(proof.resources)} resources, which read back as declared."
    yield ""
    yield f"It could not be deleted as it stands: {proof.stays}" if proof.stays else "Its stack could be deleted again."
    if proof.unproven:
        yield from ("", "Declared, but not reported by the simulated services, and so not proven:", "")
        yield from (f"- {name}: {', '.join(paths)}" for name, paths in proof.unproven.items())
    yield ""
    yield "A simulation is no account: quotas, delays, other people's resources and prices of the day are not in it."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

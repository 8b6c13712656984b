"""One simulated account: its beginning, its end, and the clients that reach it. Not what is deployed into it."""

from __future__ import annotations

import atexit
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from patterns.sandbox import preload
from patterns.sandbox.authorisation import Authoriser, Denial
from patterns.sandbox.authorisation.acting import SESSION, ActingAs, acting_as
from patterns.sandbox.authorisation.calls import Calls, MadeCall
from patterns.sandbox.authorisation.proof import Code, Proof, prove
from patterns.sandbox.authorisation.recording import Recording, recording
from patterns.sandbox.authorisation.signing import signer
from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account, Part
from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.errors import SandboxEnded, SandboxError
from patterns.sandbox.core.processes import Processes
from patterns.sandbox.core.timeline import Timeline
from patterns.sandbox.core.zones import Zones
from patterns.sandbox.delivery.http import HttpResponse, request, sent
from patterns.sandbox.existing import NOTHING, Existing, make
from patterns.sandbox.faults import Faults
from patterns.sandbox.fence.answering import Answering
from patterns.sandbox.fence.holding import FENCE
from patterns.sandbox.fence.leading import lead
from patterns.sandbox.gateway import Gateway
from patterns.sandbox.provider.nested_stacks import NestedStacks
from patterns.sandbox.regions import Regions, spans_regions
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.sandbox.services.ec2.existing_network import ExistingNetwork, existing_network
from patterns.sandbox.services.ec2.spot.service import Spot
from patterns.sandbox.services.elbv2.targets import Targets
from patterns.sandbox.simulator import loading
from patterns.sandbox.simulator.time_and_chance import shared_session
from patterns.sandbox.stacks.engine import Engine
from patterns.sandbox.stacks.leaving_out import Choice
from patterns.sandbox.stacks.requests import Engines
from patterns.sandbox.stacks.stack import Stack
from patterns.template.source import trusted

if TYPE_CHECKING:
    from patterns.sandbox.endpoint import Endpoint

ACCOUNT_ID = "123456789012"


class Sandbox:
    """An AWS account in this process, empty at its start and gone at its end.

    Only one lives at a time: starting another ends the first, whose clients then raise `SandboxEnded`. From the first
    start until every sandbox that was started is stopped, nothing of the process reaches the network, and no real
    credential is read: `patterns.sandbox.fence` says what that covers. Code that comes with somebody's template runs
    only with `run_foreign_code`. A `bootstrapped` account has what `cdk bootstrap` makes, as the stack CDKToolkit.

    >>> with Sandbox(seed=0, region="us-east-1") as aws:
    ...     aws.client("s3").create_bucket(Bucket="notes")["Location"]
    '/notes'
    """

    _live: ClassVar[Sandbox | None] = None
    _lifecycle: ClassVar[threading.RLock] = threading.RLock()

    def __init__(
        self, *, seed: int = 0, region: str = "us-east-1", run_foreign_code: bool = False, bootstrapped: bool = False
    ) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int):
            raise SandboxError(f"seed must be a whole number, got {seed!r}")
        if not isinstance(region, str):
            raise SandboxError(f"region must be the name of one, such as 'us-east-1', got {region!r}")
        self.seed = seed
        self.region = region
        self.account_id = ACCOUNT_ID
        self.run_foreign_code = run_foreign_code
        self._bootstrapped = bootstrapped
        self.clock = Clock()
        self.timeline = Timeline(self.clock)
        self.chance = Chance(seed)
        self.processes = Processes(self.clock, self.chance)
        self.zones = Zones()
        self.gateway = Gateway(
            self.chance, region=region, settle=self.clock.settle, enter=lambda name: self._regions.enter(name)
        )
        self.faults = Faults(self)
        self.sequence: Iterator[int] = itertools.count(1)
        self.deploys_foreign_code = False
        self.in_copies: list[Callable[[], AbstractContextManager[object]]] = []
        self._parts: dict[Callable[[Account], Any], Any] = {}
        self._regions: Regions = Regions(self, self.gateway)
        self._undo = ExitStack()
        self.ending = ExitStack()

    @property
    def _engine(self) -> Engine:
        return self.part(Engines)[self.region].engine

    def __repr__(self) -> str:
        state = "ended" if self.gateway.ended else "live" if Sandbox._live is self else "not started"
        return f"Sandbox(seed={self.seed}, region={self.region!r}, {state})"

    @classmethod
    def live(cls) -> Sandbox | None:
        """Return the sandbox that lives in this process, or None."""
        return cls._live

    def start(self) -> Self:
        """Return this sandbox, live; the one that lived before is ended.

        Raises `SandboxEnded` if it has already been stopped, `SandboxError` for an unknown region, which ends no other,
        or while moto's own `mock_aws` is active. A start that fails leaves the process as it was.
        """
        with preload.loading(), Sandbox._lifecycle:
            if self.gateway.ended:
                raise SandboxEnded("a sandbox can be started only once: start a new Sandbox()")
            if Sandbox._live is self:
                return self
            with ExitStack() as undo:
                undo.callback(FENCE.release, self)
                FENCE.hold(self)
                loading.load()
                _check_region(self.region)
                if Sandbox._live is not None:
                    Sandbox._live.end()
                # From here on it is half made until it lives, and its parts can be installed only once.
                undo.callback(self.end)
                self._begin()
                Sandbox._live = self
                if self._bootstrapped:
                    self._engine.bootstrap()
                undo.pop_all()
            atexit.register(self.stop)
        return self

    def _begin(self) -> None:
        self._undo.enter_context(loading.account(self.clock, self.chance, self.processes))
        lead(Answering(self.gateway, self.clock, self.chance, self.processes), self.region)
        self.ending = self._undo.enter_context(ExitStack())
        # First: whoever lacks a right is not asked what else is wrong.
        self.part(Authoriser).install()
        self._regions.install()

    def stop(self) -> None:
        """End the sandbox; a second time nothing happens.

        Once every sandbox that was started is stopped, the process is as it was: its environment, its clients, its
        network. Until then calls of a sandbox that has ended raise `SandboxEnded`, and none goes to AWS.
        """
        with Sandbox._lifecycle:
            try:
                self.end()
            finally:
                FENCE.release(self)

    @classmethod
    def stop_all(cls) -> None:
        """End every sandbox of the process, also those that no variable leads to any more, and take the fence down."""
        with cls._lifecycle:
            try:
                if cls._live is not None:
                    cls._live.end()
            finally:
                FENCE.release_all()

    def end(self) -> None:
        """End the account, but leave the fence as it is: `stop` is what a user wants."""
        self.gateway.close()
        if Sandbox._live is self:
            Sandbox._live = None
        atexit.unregister(self.stop)
        try:
            self.processes.close()
            self._regions.clear()
        finally:
            self._undo.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def deploy(
        self,
        source: Any,
        *,
        name: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        capabilities: Iterable[str] | None = None,
        unsupported: Choice = "refuse",
        trust: bool = False,
        templates: Mapping[str, str | Path] = NOTHING,
        tags: Mapping[str, str] | None = None,
    ) -> Stack:
        """Deploy a template as a stack, or update the stack of this `name`, and wait until it is complete.

        `source` is a pattern, a troposphere template, a dict, YAML or JSON text, or a path, also of the folder that
        `cdk synth` wrote, whose stacks are deployed in their order, or those alone that the one called `name` needs:
        the last is returned. `parameters` are values for its deploy-time parameters, before those a pattern carries.
        Without a `name` the source suggests a free one.
        `capabilities` are what the deployment acknowledges, all unless some are given: with `()`, a template that makes
        a role is refused, as by CloudFormation. A type that the sandbox does not make is refused; with
        `unsupported="leave_out"` its resources, and what needs them, are left out: `stack.left_out` says so. With
        `trust` the functions, custom resources and macros that come with the source run: whoever says so has read them.
        `templates` are local files that stand for addresses of nested templates, from now on, or folders for addresses
        that end in a slash. `tags` are the stack's: every resource that can carry tags gets them, but where it has the
        key itself; without any, an update leaves those there are.
        A stack whose creation was rolled back stays, with none of its resources, until it is deleted or deployed anew.

        Raises `TemplateError` or `DeploymentRefused` before anything is touched; `StackFailed`, after everything made
        was removed again, when a service refuses.
        """
        self._require_live()
        with preload.loading():
            files = arguments.mapping(templates, "templates")
            self.part(NestedStacks).local.update({name: arguments.path(file, name) for name, file in files.items()})
            return self._engine.deploy(
                trusted(source) if trust else source, name, parameters, capabilities, unsupported, tags
            )

    def signal(
        self, stack: Stack | str, logical_id: str, unique_id: str, *, status: str = "SUCCESS", data: str = ""
    ) -> None:
        """Signal to a resource whose creation waits for it, or to a wait condition, as `cfn-signal` does on a machine.

        `stack` is a stack or its name, `unique_id` whoever signals, an instance's id as a rule, `status` SUCCESS or
        FAILURE, `data` what a wait condition gives as its attribute Data. Deploying waits, on the account's clock, so
        that the signal is sent before; each creation takes what was sent to its resource. Raises `SandboxError` for
        another status.
        """
        self._require_live()
        name = stack.name if isinstance(stack, Stack) else arguments.text(stack, "stack")
        self._engine.signals.send(name, logical_id, unique_id, status, data)

    def at_once(self, *actions: Callable[[], Any]) -> list[Any]:
        """Return what the actions gave, in their order, all begun at the same moment of the account's time.

        What they wait for passes side by side, as for callers that do not know of each other; an exception stands
        in the place of a result.
        """
        self._require_live()
        return self.processes.together([arguments.action(each, "each of at_once") for each in actions], "caller")

    @property
    def stacks(self) -> list[Stack]:
        """The stacks there are now, oldest first."""
        return self._engine.stacks()

    @property
    def exports(self) -> dict[str, str]:
        """What all stacks export, by export name."""
        return self._engine.registry.exports()

    def existing_network(self) -> ExistingNetwork:
        """Return the ids of what templates expect to find: default network, key pair, images.

        What of it is not there is made at the first call, by nobody's stack; the next call returns the same.
        """
        self._require_live()
        with preload.loading():
            return existing_network(self)

    def existing(
        self,
        *,
        exports: Mapping[str, str] = NOTHING,
        certificates: Iterable[str] = (),
        roles: Mapping[str, str] = NOTHING,
        hosted_zones: Iterable[str] = (),
        key_pairs: Iterable[str] = (),
        images: Iterable[str] = (),
    ) -> Existing:
        """Let the account have what a template expects of it, by nobody's stack; return the ids, by name.

        `exports` are values by the name of the export, `certificates` and `hosted_zones` domains, `roles` the service
        that takes each on, by the role's name (it may do nothing yet), `images` ids from elsewhere, which become images
        of Linux on x86. What is there already stays. Raises `SandboxError` for a name that there cannot be.

        >>> with Sandbox() as aws:
        ...     aws.existing(exports={"net:VpcId": "vpc-1"}, roles={"app": "lambda.amazonaws.com"}).roles
        {'app': 'arn:aws:iam::123456789012:role/app'}
        """
        self._require_live()
        with preload.loading():
            existing = make(self, exports, certificates, roles, hosted_zones, key_pairs, images)
        self._engine.registry.existing_exports.update(existing.exports)
        return existing

    def client(self, service: str, **kwargs: Any) -> Any:
        """Return an ordinary boto3 client of this account; `kwargs` are those of `boto3.client`."""
        self._require_live()
        return self._regions[self.region].client(service, **kwargs)

    def http(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] = NOTHING,
        body: Any = None,
        signed: bool = False,
    ) -> HttpResponse:
        """Send a request to an API, a function's URL or a load balancer of the account; return what comes back.

        A `body` is text, bytes, or a value that goes as JSON. Nobody signs, unless `signed` says that the account's own
        keys do: `acting_as(arn).http(...)` signs as a role or user. `status`, `headers`, `text` and `json()` are what a
        client sees, `why` says how it came about. Raises `OutsideSandbox` for an address that is nobody's here.

        >>> aws.http("GET", f"{stack.outputs['Url']}/items").status  # doctest: +SKIP
        200
        """
        self._require_live()
        with preload.loading():
            return sent(self, request(method, url, headers, body, signer(self) if signed else None))

    def endpoint(
        self, *, host: str = "127.0.0.1", port: int = 0, names: Iterable[str] = (), ticks: bool = False
    ) -> Endpoint:
        """Return the account on a port of this machine, for the AWS CLI, SAM, the CDK and any SDK: `with` starts it.

        Key and secret are "test" for the administrator; users' and roles' own keys are who they are. While it lives,
        programs that are started find it by their environment. With `ticks` the account's time is this machine's;
        `names` are hosts that it answers to beside this machine's. `start()` and `stop()` do the same across cells.
        Raises `SandboxError` for a port that is taken.

        >>> with Sandbox() as aws, aws.endpoint() as url:
        ...     url.startswith("http://127.0.0.1:")
        True
        """
        from patterns.sandbox.endpoint import Endpoint

        self._require_live()
        calls = self.part(Calls)
        calls.watch()
        return Endpoint(self, host=host, port=port, names=arguments.texts(names, "names"), ticks=ticks, calls=calls)

    @property
    def calls(self) -> list[MadeCall]:
        """The latest calls, since an endpoint was first asked for: who called what, allowed or refused and why."""
        return self.part(Calls).made

    def acting_as(
        self,
        arn: str,
        *,
        session_name: str = SESSION,
        policy: str | None = None,
        tags: Mapping[str, str] | None = None,
        mfa: bool = False,
    ) -> ActingAs:
        """Return a role or user of the account by its ARN, whose `client(service)` is held to all its policies.

        `policy` limits the session, `tags` are its session tags, `mfa` says that it was begun with a second factor.
        The role's trust policy is not asked: that is what `sts.assume_role` does.
        """
        self._require_live()
        with preload.LOADING:
            return acting_as(self, arn, session_name=session_name, policy=policy, tags=tags, mfa=mfa)

    def recording(self) -> AbstractContextManager[Recording]:
        """Take down what the code in the block asks of IAM; `policy()` is then the smallest that lets it run.

        >>> with aws.recording() as calls:  # doctest: +SKIP
        ...     aws.client("s3").get_object(Bucket="notes", Key="a.txt")
        >>> calls.policy()["Statement"][0]["Action"]  # doctest: +SKIP
        ['s3:GetObject']
        """
        self._require_live()
        return recording(self)

    def prove(self, policy: Any, code: Code) -> Proof:
        """Take each action, resource and condition of a policy away in turn, and tell which removals break the code.

        `code(session)` is called with the session of a role that has the policy alone: `session.client("s3")`. Each run
        is in a copy of the account as it is now, and nothing of it stays, so it may return nothing and change nothing.
        Raises `SandboxError` if the code does not run with the whole policy, `MalformedPolicy` as IAM does.

        >>> proof = aws.prove(policy, lambda app: app.client("s3").get_object(Bucket="b", Key="a"))  # doctest: +SKIP
        >>> [(part.element, part.value) for part in proof.surplus]  # doctest: +SKIP
        [('Action', 's3:PutObject')]
        """
        self._require_live()
        with preload.loading():
            return prove(self, policy, code)

    @property
    def denials(self) -> list[Denial]:
        """The calls that were refused, a function's and a state machine's among them, oldest first."""
        return list(self.part(Authoriser).denials)

    @property
    def is_live(self) -> bool:
        """Whether it has started and not ended."""
        return Sandbox._live is self

    @property
    def groups(self) -> Groups:
        """The account's Auto Scaling groups and their members."""
        return self.part(Groups)

    @property
    def balancing(self) -> Targets:
        """The targets of the account's load balancers; they can be made to fall silent."""
        return self.part(Targets)

    @property
    def spot(self) -> Spot:
        """The account's Spot Instances, the pools they come from, and what these cost."""
        return self.part(Spot)

    def part(self, make: Callable[[Account], Part]) -> Part:
        """Return what `make` made of this account when it was first asked for: a service's own state.

        It is that of the account's own region, unless it spans all.
        """
        if not spans_regions(make):
            return self._regions[self.region].part(make)
        if make not in self._parts:
            self._parts[make] = make(self)
        part: Part = self._parts[make]
        return part

    def in_region(self, region: str) -> Account:
        """Return the account as one of its regions sees it: what happens in the background there."""
        return self._regions[arguments.text(region, "region")]

    def _require_live(self) -> None:
        if self.gateway.ended:
            raise SandboxEnded(
                f"{self!r}: it was stopped, or another was started, which ends it; start a new Sandbox()"
            )
        if Sandbox._live is not self:
            raise SandboxError("the sandbox has not started: use `with Sandbox() as aws:` or `Sandbox().start()`")

    def administrator(self, service: str) -> Any:
        """Return the boto3 client with which the sandbox itself creates and changes resources; one per service."""
        return self._regions[self.region].administrator(service)

    def observer(self, service: str) -> Any:
        """Return the boto3 client for reading back: its calls are not authorised, recorded or counted by chance."""
        return self._regions[self.region].observer(service)

    def service(self, service: str) -> Any:
        """Return the boto3 client with which one service of AWS calls another for the account, as S3 calls SNS.

        Its calls can fail as a user's can; whether the resource lets that service is for the sender to ask first.
        """
        return self._regions[self.region].service(service)


def _check_region(region: str) -> None:
    # sts is in every region, and its model the smallest to read.
    regions = shared_session().get_available_regions("sts")
    if region not in regions:
        raise SandboxError(f"there is no region {region!r}; choose one of {', '.join(regions)}")

"""`aws-patterns serve`: an account on a port of this machine, until Ctrl-C. Not here: what answers (`endpoint`)."""

from __future__ import annotations

import secrets
import signal
import threading
from typing import Annotated, Any

import typer

PORT = 4566


def serve(
    port: Annotated[int, typer.Option(help="Where it listens; 0 takes any that is free.")] = PORT,
    host: Annotated[
        str, typer.Option(help="The address it listens at. Off loopback the administrator gets a secret of his own.")
    ] = "127.0.0.1",
    names: Annotated[
        list[str] | None, typer.Option("--name", help="Another host name that it is reached by, as in a container.")
    ] = None,
    region: Annotated[str, typer.Option(help="The account's own region.")] = "us-east-1",
    seed: Annotated[
        int | None,
        typer.Option(help="Make ids, names and time repeat: the account's clock then stands still until it is moved."),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the code of functions that are deployed: it is yours, or you read it.")
    ] = False,
) -> None:
    """Let the AWS CLI, SAM, the CDK and any SDK talk to an account on this machine, until Ctrl-C.

    Set AWS_ENDPOINT_URL to the address that is printed, and key and secret to "test".
    """
    from patterns.sandbox.account import Sandbox

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    chosen = secrets.randbelow(2**31) if seed is None else seed
    with Sandbox(seed=chosen, region=region, run_foreign_code=trust) as account:
        endpoint: Any = account.endpoint(host=host, port=port, names=names or (), ticks=seed is None)
        endpoint.start()
        typer.echo(f"AWS_ENDPOINT_URL={endpoint.url}")
        key, secret = ("AKIAIOSFODNN7EXAMPLE", endpoint.secret) if endpoint.secret else ("test", "test")
        typer.echo(f"AWS_ACCESS_KEY_ID={key} AWS_SECRET_ACCESS_KEY={secret} AWS_DEFAULT_REGION={region}")
        typer.echo("docs/endpoint.md says how tools find it. Ctrl-C ends it, and the account with it.")
        try:
            ended.wait()
        except KeyboardInterrupt:
            typer.echo("")
        endpoint.stop()

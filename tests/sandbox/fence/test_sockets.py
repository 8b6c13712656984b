import _socket
import asyncio
import ctypes
import http.client
import http.server
import os
import smtplib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import urllib.request
from socket import gethostbyname as gethostbyname_of_before

import httpx
import pytest
import requests
import urllib3

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import OutsideSandbox

ELSEWHERE = "192.0.2.1"  # of documentation, routed nowhere (RFC 5737)
DATABASE = "db.abc.us-east-1.rds.amazonaws.com"


def presigned(aws):
    return aws.client("s3").generate_presigned_url("get_object", Params={"Bucket": "notes", "Key": "a"})


def datagram(*address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", *address)


def message(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendmsg([b"x"], [], 0, address)


def connected(address, family=socket.AF_INET, kind=socket.SOCK_STREAM, method="connect"):
    with socket.socket(family, kind) as sock:
        getattr(sock, method)(address)


def bound(address):
    with socket.socket() as sock:
        sock.bind(address)


def below_the_class():
    sock = _socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.connect((ELSEWHERE, 53))
    finally:
        sock.close()


async def datagrams():
    await asyncio.get_running_loop().create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(ELSEWHERE, 8125))


ACCIDENTS = {
    "urllib": lambda aws: urllib.request.urlopen(presigned(aws), timeout=1),
    "urllib3": lambda aws: urllib3.PoolManager().request("GET", presigned(aws), timeout=1),
    "httpx": lambda aws: httpx.get(presigned(aws), timeout=1),
    "httpx, awaited": lambda aws: asyncio.run(httpx.AsyncClient().get(presigned(aws))),
    "http.client": lambda aws: http.client.HTTPConnection("example.com", timeout=1).request("GET", "/"),
    "smtplib": lambda aws: smtplib.SMTP("example.com", 25, timeout=1),
    "metadata": lambda aws: urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=1),
    "connection": lambda aws: socket.create_connection((ELSEWHERE, 80), 1),
    "connect by name": lambda aws: connected((DATABASE, 5432)),
    "connect by bytes": lambda aws: connected((DATABASE.encode(), 5432)),
    "connect_ex": lambda aws: connected((ELSEWHERE, 80), method="connect_ex"),
    "connected datagrams": lambda aws: connected((ELSEWHERE, 53), kind=socket.SOCK_DGRAM),
    "IPv6": lambda aws: connected(("2001:db8::1", 80), socket.AF_INET6),
    "IPv4 in IPv6": lambda aws: connected((f"::ffff:{ELSEWHERE}", 80), socket.AF_INET6),
    "datagram": lambda aws: datagram((ELSEWHERE, 8125)),
    "datagram with flags": lambda aws: datagram(0, (ELSEWHERE, 8125)),
    "datagram by name": lambda aws: datagram((DATABASE, 8125)),
    "message": lambda aws: message((ELSEWHERE, 8125)),
    "asyncio by name": lambda aws: asyncio.run(asyncio.open_connection(DATABASE, 5432)),
    "asyncio by address": lambda aws: asyncio.run(asyncio.open_connection(ELSEWHERE, 80)),
    "asyncio's datagrams": lambda aws: asyncio.run(datagrams()),
    "getaddrinfo": lambda aws: socket.getaddrinfo(DATABASE, 5432),
    "getaddrinfo by keyword": lambda aws: socket.getaddrinfo(host=DATABASE, port=5432),
    "gethostbyname": lambda aws: socket.gethostbyname(DATABASE),
    "gethostbyname_ex": lambda aws: socket.gethostbyname_ex(DATABASE),
    "gethostbyaddr": lambda aws: socket.gethostbyaddr(ELSEWHERE),
    "getnameinfo": lambda aws: socket.getnameinfo((ELSEWHERE, 80), 0),
    "bind by name": lambda aws: bound((DATABASE, 0)),
    "imported before": lambda aws: gethostbyname_of_before("fenced.invalid"),
    "below Python's class": lambda aws: below_the_class(),
    "name below localhost": lambda aws: requests.get("http://evil.localhost/", timeout=1),
    "name below localhost, urllib": lambda aws: urllib.request.urlopen("http://evil.localhost/", timeout=1),
    "localhost in a name": lambda aws: socket.getaddrinfo("localhost.example.com", 80),
    "loopback in another spelling": lambda aws: urllib.request.urlopen("http://127.1:9/", timeout=1),
}


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_nothing_reaches_the_network(attempts, accident):
    with Sandbox() as aws, pytest.raises(OutsideSandbox, match="is outside the sandbox"):
        ACCIDENTS[accident](aws)

    assert attempts == []


@pytest.mark.parametrize("accident", ["urllib", "connect by name", "datagram", "gethostbyname"])
def test_what_is_stopped_inside_reaches_the_network_outside(attempts, accident):
    with Sandbox() as aws:
        address = presigned(aws)
    outside = {"urllib": lambda aws: urllib.request.urlopen(address, timeout=1)}

    with pytest.raises(OSError, match=r"getaddrinfo|connect|sendto|gethostbyname"):
        (ACCIDENTS | outside)[accident](None)

    assert attempts


def test_localhost_is_this_machine_only_where_it_is_found_there(monkeypatch):
    planted = (socket.AF_INET, socket.SOCK_STREAM, 0, "", (ELSEWHERE, 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: [planted])

    with Sandbox(), pytest.raises(OutsideSandbox, match=f"{ELSEWHERE}:80 is outside"):
        connected(("localhost", 80))


def test_a_proxy_on_this_machine_is_not_reached(monkeypatch, attempts):
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
        with Sandbox(), pytest.raises(OutsideSandbox, match=rf"the proxy 127\.0\.0\.1:{proxy.server_port} is outside"):
            urllib.request.build_opener().open("http://example.com/", timeout=1)


@pytest.fixture
def open_connection():
    """A connection within this machine, as it is before the sandbox starts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        near = socket.create_connection(server.getsockname())
        far, _ = server.accept()
        with near, far:
            yield near, far


@pytest.mark.parametrize(
    "send",
    [
        lambda sock: sock.send(b"x"),
        lambda sock: sock.sendall(b"x"),
        lambda sock: sock.sendmsg([b"x"]),
        lambda sock: sock.makefile("wb", buffering=0).write(b"x"),
    ],
)
def test_a_connection_open_before_carries_nothing_to_a_server(monkeypatch, open_connection, send):
    near, _ = open_connection

    with Sandbox():
        send(near)
        monkeypatch.setattr(socket.socket, "getpeername", lambda sock: (ELSEWHERE, 443), raising=False)
        with pytest.raises(OutsideSandbox, match=rf"{ELSEWHERE}:443, to which a connection was open before"):
            send(near)


def test_an_encrypted_connection_open_before_carries_nothing_to_a_server(monkeypatch):
    with ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="example.com") as sock, Sandbox():
        monkeypatch.setattr(socket.socket, "getpeername", lambda sock: (ELSEWHERE, 443), raising=False)
        for send in (sock.send, sock.sendall, sock.write):
            with pytest.raises(OutsideSandbox, match="to which a connection was open before"):
                send(b"x")


def test_whoever_came_to_a_server_of_this_process_is_answered(monkeypatch, open_connection):
    near, far = open_connection

    with Sandbox():
        monkeypatch.setattr(socket.socket, "getpeername", lambda sock: (ELSEWHERE, 50_000), raising=False)
        far.sendall(b"page")

    assert near.recv(4) == b"page"


class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args):
        pass


@pytest.mark.parametrize("library", [lambda url: requests.get(url, timeout=5).text, lambda url: httpx.get(url).text])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_this_machine_can_be_reached_and_not_through_a_proxy(monkeypatch, host, library):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost,0.0.0.0")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    # Started inside, and on every address: a server asks for the machine's own name.
    with Sandbox(), http.server.HTTPServer(("", 0), Echo) as server:
        threading.Thread(target=server.handle_request).start()

        assert library(f"http://{host}:{server.server_port}/") == "hello"


def test_asyncio_serves_and_reaches_this_machine():
    async def asked():
        async def answer(reader, writer):
            writer.write(await reader.read(5))
            writer.close()

        async with await asyncio.start_server(answer, "localhost", 0, family=socket.AF_INET) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello")
            answered = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answered

    with Sandbox():
        assert asyncio.run(asked()) == b"hello"


def test_unix_sockets_stay_open(tmp_path):
    place = str(tmp_path / "s")
    with Sandbox(), socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(place)
        server.listen()
        client.connect(place)

        client.sendall(b"x")

        with server.accept()[0] as accepted:
            assert accepted.recv(1) == b"x"


def test_what_is_said_not_to_be_fenced_is_not_sockets_of_c_code():
    # Datagrams, as their connect() sends nothing.
    with Sandbox(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        family = struct.pack("BB", 16, socket.AF_INET) if sys.platform == "darwin" else struct.pack("H", socket.AF_INET)
        address = family + struct.pack("!H4s8x", 9, socket.inet_aton("127.0.0.1"))

        assert ctypes.CDLL(None).connect(sock.fileno(), address, len(address)) == 0
        assert sock.getpeername() == ("127.0.0.1", 9)


def test_what_is_said_not_to_be_fenced_is_not_other_programs_which_find_no_credentials_though(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREALREALREALREAL")
    program = (
        "import os, socket\n"
        "print(socket.socket.connect.__module__ if hasattr(socket.socket.connect, '__module__') else 'C',"
        " os.environ['AWS_ACCESS_KEY_ID'])"
    )

    with Sandbox():
        told = subprocess.check_output([sys.executable, "-c", program], env=dict(os.environ), text=True)

    assert told == "C AKIAIOSFODNN7EXAMPLE\n"

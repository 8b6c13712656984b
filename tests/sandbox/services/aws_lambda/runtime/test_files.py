"""A function has files of its own and none of the reader's, whichever way the system has to see to that.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import os
import sqlite3
import tempfile
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from patterns import Sandbox
from patterns.sandbox.services.aws_lambda.runtime.zygote import GUARD, NAMESPACES, Zygote, shared
from tools.code import call, make_function, zipped

NOT_THERE = "[Errno 2] No such file or directory"
READ_ONLY = "[Errno 30] Read-only file system"


@pytest.fixture(scope="module")
def found_way():
    zygote = Zygote(())
    yield zygote.way, zygote.obstacle
    zygote.end()


@pytest.fixture(scope="module", params=[NAMESPACES, GUARD])
def account(request, found_way):
    if request.param == NAMESPACES != found_way[0]:
        pytest.skip(f"no namespaces here: {found_way[1]}")
    with shared.forced(request.param), Sandbox() as aws:
        yield aws


def ran(aws, body, event=None, **settings):
    """What a handler of these statements returned, or the message of its error."""
    name = f"f{len(aws.client('lambda').list_functions()['Functions'])}"
    make_function(aws, "def handler(e, c):\n" + textwrap.indent(textwrap.dedent(body), "    "), name=name, **settings)
    answer, error = call(aws, event, name=name)
    return answer["errorMessage"] if error else answer


def contents(folder):
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.is_file() and path.read_text(),
        )
        for path in [folder, *folder.rglob("*")]
    }


@pytest.fixture(params=["/tmp", "/var/tmp"])
def victim(request):
    """A folder of the reader's, where functions have one of that name too, and where they have none."""
    with tempfile.TemporaryDirectory(dir=request.param) as name:
        yield filled(Path(name))


def filled(folder):
    (folder / "file").write_text("precious")
    (folder / "tree").mkdir()
    (folder / "tree" / "leaf").write_text("too")
    with closing(sqlite3.connect(folder / "data.db")) as database:
        database.execute("create table kept (x)")
    (folder / "data.db").rename(folder / "base")
    (folder / "base").write_text("no database")
    return folder


CHANGES = {
    "open": "open(e + '/file', 'w')",
    "open to append": "open(e + '/file', 'a').write('x')",
    "open by bytes": "open(e.encode() + b'/file', 'w')",
    "open by a path": "import pathlib; pathlib.Path(e, 'file').write_text('x')",
    "os.open": "import os; os.open(e + '/new', os.O_CREAT | os.O_WRONLY)",
    "FileIO": "import io; io.FileIO(e + '/file', 'w')",
    "opener": "import os; open(e + '/file', 'w', opener=lambda p, f: os.open(p, f))",
    "by a folder's descriptor": "import os; os.open('new', os.O_CREAT | os.O_RDWR, dir_fd=os.open(e, os.O_RDONLY))",
    "by the folder above": "import os; os.chdir('/tmp'); open('..' + e + '/file', 'w')",
    "posix": "import posix; posix.open(e + '/file', posix.O_WRONLY)",
    "remove": "import os; os.remove(e + '/file')",
    "unlink": "import pathlib; pathlib.Path(e, 'file').unlink()",
    "rename": "import os; os.rename(e + '/file', e + '/other')",
    "rename into its own": "import os; os.rename(e + '/file', '/tmp/other')",
    "replace": "import os; open('/tmp/a', 'w').close(); os.replace('/tmp/a', e + '/file')",
    "link": "import os; os.link(e + '/file', '/tmp/l'); open('/tmp/l', 'w')",
    "symlink there": "import os; os.symlink('/tmp', e + '/new')",
    "through a symlink": "import os; os.symlink(e, '/tmp/l'); open('/tmp/l/file', 'w')",
    "through a symlink to the file": "import os; os.symlink(e + '/file', '/tmp/l'); open('/tmp/l', 'w')",
    "truncate": "import os; os.truncate(e + '/file', 0)",
    "chmod": "import os; os.chmod(e + '/file', 0)",
    "chown": "import os; os.chown(e + '/file', -1, -1)",
    "utime": "import os; os.utime(e + '/file', (0, 0))",
    "utime by descriptor": "import os; os.utime(os.open(e + '/file', os.O_RDONLY), (0, 0))",
    "mkdir": "import os; os.mkdir(e + '/new')",
    "makedirs": "import os; os.makedirs(e + '/new/deep')",
    "rmdir": "import os; os.rmdir(e + '/tree')",
    "rmtree": "import shutil; shutil.rmtree(e)",
    "copy": "import shutil; shutil.copy('/var/task/index.py', e + '/file')",
    "move": "import shutil; shutil.move(e + '/file', '/tmp/moved')",
    "mkfifo": "import os; os.mkfifo(e + '/fifo')",
    "mknod": "import os; os.mknod(e + '/node')",
    "setxattr": "import os; os.setxattr(e + '/file', 'user.x', b'1')",
    "sqlite": "import sqlite3; sqlite3.connect(e + '/base').execute('create table a (b)')",
    "sqlite by address": "import sqlite3; sqlite3.connect(f'file:{e}/new', uri=True).execute('create table a (b)')",
    "sqlite's own class": "import sqlite3; sqlite3.Connection(e + '/new').execute('create table a (b)')",
    "sqlite attached": "import sqlite3; sqlite3.connect(':memory:').execute(f\"attach '{e}/new' as other\")",
    "dbm": "import dbm; dbm.open(e + '/new', 'c')",
    "root": "import os; os.chroot(e)",
    "by the root in /proc": "open('/proc/self/root' + e + '/file', 'w')",
    "unlink by a descriptor": "import os; os.unlink('file', dir_fd=os.open(e, os.O_RDONLY))",
    "chmod by a descriptor": "import os; os.fchmod(os.open(e + '/file', os.O_RDONLY), 0)",
    "map": "import mmap, os; mmap.mmap(os.open(e + '/file', os.O_RDWR), 0)[0] = 1",
    "sqlite's vacuum": "import sqlite3; sqlite3.connect('/tmp/a.db').execute('vacuum into ?', (e + '/new',))",
    "zip": "import zipfile; zipfile.ZipFile(e + '/file', 'w')",
    "log": "import logging; logging.FileHandler(e + '/file')",
    "temporary file": "import tempfile; tempfile.NamedTemporaryFile(dir=e)",
    "another program": "import os; os.system(f'touch {e}/new')",
    "another Python": "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()",
    "below subprocess": "import _posixsubprocess as p; p.fork_exec()",
}


@pytest.mark.slow
def test_no_way_leads_to_the_reader_s_files(account, victim):
    before = contents(victim)
    body = "\n".join(
        f"try:\n    {code}\nexcept Exception as error: refused.append(str(error))\nelse: refused.append(None)"
        for code in CHANGES.values()
    )

    answers = dict(
        zip(CHANGES, ran(account, f"refused = []\n{body}\nreturn refused", str(victim), Timeout=30), strict=True)
    )

    assert contents(victim) == before
    # In a `/tmp` of its own there may be a folder of that name.
    own = {"makedirs", "rmtree"} if str(victim).startswith("/tmp/") else set()
    assert {name for name, error in answers.items() if error is None} == own
    assert answers["open"] == f"{NOT_THERE}: '{victim}/file'"
    assert answers["remove"] == f"{NOT_THERE}: '{victim}/file'"
    assert answers["another program"] == answers["another Python"] == "[Errno 11] Resource temporarily unavailable"


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "open(e + '/file').read()",
        "__import__('os').listdir(e)",
        "__import__('os').stat(e + '/file').st_size",
        "[one.name for one in __import__('os').scandir(e)]",
        "__import__('pathlib').Path(e, 'file').read_text()",
        "__import__('shutil').copy(e + '/file', '/tmp/taken')",
        "__import__('sqlite3').connect('file:' + e + '/base?mode=ro', uri=True).execute('select 1').fetchall()",
    ],
)
def test_the_reader_s_files_cannot_be_read(account, victim, code):
    said = ran(account, f"return {code}", str(victim))

    assert said.startswith(NOT_THERE) or said == "unable to open database file"


@pytest.mark.slow
def test_the_reader_s_home_and_keys_are_not_there(account, tmp_path, monkeypatch):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text(
        "[default]\naws_access_key_id = theirs\naws_secret_access_key = theirs\n"
    )
    body = """
    import boto3, os
    there = [os.path.exists(p) for p in (os.path.expanduser("~/.aws"), *e)]
    return [*there, os.environ["HOME"], boto3.Session().get_credentials().access_key[:4]]
    """

    homes = [str(tmp_path / ".aws" / "credentials"), os.path.expanduser("~/.aws"), str(Path(__file__))]  # noqa: PTH111

    assert ran(account, body, homes) == [False, False, False, False, "/tmp", "ASIA"]


@pytest.mark.slow
def test_tmp_is_empty_at_first_then_kept_while_warm_and_never_another_s(account):
    code = "import os\ndef handler(e, c):\n    open(f'/tmp/{e}', 'w').write('x')\n    return sorted(os.listdir('/tmp'))"
    for name in ("one", "two"):
        make_function(account, code, name=name)

    assert [call(account, each, name="one")[0] for each in "ab"] == [["a"], ["a", "b"]]
    assert call(account, "c", name="two")[0] == ["c"]

    account.client("lambda").update_function_code(FunctionName="one", ZipFile=zipped(index=code + "\n"))

    assert call(account, "d", name="one")[0] == ["d"]


USES = {
    "text": ("open('/tmp/a', 'w').write('ä\\n'); return open('/tmp/a').read()", "ä\n"),
    "both": ("f = open('/tmp/a', 'w+b'); f.write(b'xyz'); f.seek(1); return f.read().decode()", "yz"),
    "exclusive": ("open('/tmp/a', 'x').close(); open('/tmp/a', 'x')", "[Errno 17] File exists: '/tmp/a'"),
    "bad mode": ("open('/tmp/a', 'wr')", "must have exactly one of create/read/write/append mode"),
    "bytes": (
        "import os; open(b'/tmp/a', 'w').close(); return [os.fsdecode(n) for n in os.listdir(b'/tmp')]",
        ["a"],
    ),
    "relative": (
        "import os; os.chdir('/tmp'); open('a', 'w').close(); return [os.getcwd(), os.listdir()]",
        ["/tmp", ["a"]],
    ),
    "link": (
        "import os; open('/tmp/a', 'w').write('x'); os.symlink('/tmp/a', '/tmp/l'); "
        "return open('/tmp/l').read(), os.readlink('/tmp/l')",
        ["x", "/tmp/a"],
    ),
    "tree": (
        "import os, shutil; os.makedirs('/tmp/a/b'); open('/tmp/a/b/c', 'w').close(); "
        "found = [x[2] for x in os.walk('/tmp')]; shutil.rmtree('/tmp/a'); "
        "return found, os.listdir('/tmp')",
        [[[], [], ["c"]], []],
    ),
    "temporary": (
        "import tempfile; return tempfile.gettempdir(), tempfile.NamedTemporaryFile().name[:5]",
        ["/tmp", "/tmp/"],
    ),
    "sqlite": (
        "import sqlite3; d = sqlite3.connect('/tmp/d'); d.execute('create table a (b)'); "
        "d.execute('insert into a values (3)'); d.commit(); "
        "return sqlite3.connect('/tmp/d').execute('select b from a').fetchall()",
        [[3]],
    ),
    "copy": (
        "import shutil; shutil.copy('/var/task/index.py', '/tmp/a'); "
        "return open('/tmp/a').read() == open('/var/task/index.py').read()",
        True,
    ),
    "descriptor": (
        "import os; f = os.open('/tmp/a', os.O_CREAT | os.O_RDWR); os.write(f, b'xy'); "
        "return os.fstat(f).st_size, os.pread(f, 2, 0).decode()",
        [2, "xy"],
    ),
    "glob": (
        "import glob, pathlib; pathlib.Path('/tmp/a.txt').touch(); "
        "return glob.glob('/tmp/*.txt'), [p.name for p in pathlib.Path('/tmp').iterdir()]",
        [["/tmp/a.txt"], ["a.txt"]],
    ),
    "missing": ("open('/tmp/none')", f"{NOT_THERE}: '/tmp/none'"),
    "remove missing": ("import os; os.remove('/tmp/none')", f"{NOT_THERE}: '/tmp/none'"),
    "code": ("open('/var/task/new', 'w')", f"{READ_ONLY}: '/var/task/new'"),
    "code by its file": ("open(__file__, 'w')", f"{READ_ONLY}: '/var/task/index.py'"),
    "system": ("open('/etc/new', 'w')", f"{READ_ONLY}: '/etc/new'"),
    "null": ("open('/dev/null', 'w').write('x'); return 1", 1),
    "numbers": ("import os; return os.getpid(), os.getuid(), os.getcwd()", [2, 993, "/var/task"]),
    "semaphores": ("import multiprocessing; multiprocessing.Lock()", "[Errno 38] Function not implemented"),
    "library": ("import decimal, zoneinfo, xml.dom.minidom, ssl; return str(decimal.Decimal(1))", "1"),
}  # fmt: skip


@pytest.mark.parametrize("name", USES)
def test_files_are_used_as_on_the_service(account, name):
    body, expected = USES[name]

    assert ran(account, body) == expected


@pytest.mark.slow
@pytest.mark.parametrize(("storage", "fits"), [(512, 511), (513, 512)])
def test_tmp_has_the_size_that_the_function_says(account, storage, fits):
    body = f"""
    f = open("/tmp/large", "wb", buffering=0)
    for written in range({fits}): f.write(bytes(2**20))
    try:
        for _ in range(3): f.write(bytes(2**20))
    except OSError as error: return written + 1, str(error)
    """

    answer = ran(account, body, EphemeralStorage={"Size": storage}, Timeout=300)

    assert answer == [fits, "[Errno 28] No space left on device"]


@pytest.mark.slow
def test_space_that_was_freed_can_be_used_again(account):
    body = """
    import os
    for _ in range(3):
        with open("/tmp/large", "wb") as f:
            for _ in range(300): f.write(bytes(2**20))
        os.remove("/tmp/large")
    return os.listdir("/tmp")
    """

    assert ran(account, body, Timeout=300) == []


@pytest.mark.slow
def test_layers_are_at_opt_and_read_only(account):
    layer = zipped(**{"python/shared": "kind = 'layer'"})
    arn = account.client("lambda").publish_layer_version(LayerName="l", Content={"ZipFile": layer})["LayerVersionArn"]
    body = """
    import shared
    try: open("/opt/python/new", "w")
    except OSError as error: return shared.kind, open("/opt/python/shared.py").read(), str(error)
    """

    answer = ran(account, body, Layers=[arn])

    assert answer == ["layer", "kind = 'layer'", f"{READ_ONLY}: '/opt/python/new'"]


@pytest.mark.slow
def test_the_way_is_found_once_and_said(found_way):
    way, obstacle = found_way

    assert way in (NAMESPACES, GUARD)
    assert bool(obstacle) == (way == GUARD)

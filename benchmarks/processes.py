"""The servers that are measured, each as processes of its own that end with their block."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PHP = Path(__file__).with_name("php")
_LISTENS = re.compile(rb"listens at (http://\S+)/")
_START_SECONDS = 30

_FPM = """
[global]
error_log = {folder}/fpm.log
daemonize = no
[bench]
{user}
listen = {folder}/fpm.sock
listen.mode = 0666
pm = static
pm.max_children = {workers}
php_admin_value[soap.wsdl_cache_dir] = {folder}/cache
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
"""

_NGINX = """
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            fastcgi_pass unix:{folder}/fpm.sock;
            fastcgi_param SCRIPT_FILENAME {folder}/server.php;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
        }}
    }}
}}
"""


@contextmanager
def php_fpm(folder: Path, workers: int) -> Iterator[str]:
    """PHP's SoapServer as it is usually run: nginx in front of php-fpm, with opcache and cached WSDL; its URL."""
    fpm = max(Path("/usr/sbin").glob("php-fpm*"))
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    port = _free_port()
    is_root = os.geteuid() == 0
    words = {"folder": folder, "workers": workers, "port": port}
    (folder / "fpm.conf").write_text(_FPM.format(user="user = nobody\ngroup = nogroup" if is_root else "", **words))
    (folder / "nginx.conf").write_text(_NGINX.format(user="user nobody nogroup;" if is_root else "", **words))
    (folder / "cache").mkdir()
    (folder / "cache").chmod(0o777)
    folder.chmod(0o755)
    with _running([fpm, "--fpm-config", folder / "fpm.conf", "--nodaemonize"], folder / "fpm.out"):
        _wait_for(socket.AF_UNIX, f"{folder}/fpm.sock")
        with _running([nginx, "-c", folder / "nginx.conf", "-e", folder / "nginx.log"], folder / "nginx.out"):
            _wait_for(socket.AF_INET, ("127.0.0.1", port))
            yield f"http://127.0.0.1:{port}/soap/6.0/"


@contextmanager
def stub(folder: Path, answer: Path) -> Iterator[str]:
    """This server's wire over handlers that do nothing; its URL."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.stub", answer]
    with _running(command, folder / "stub.out") as process:
        yield _url(process, folder / "stub.out") + "/soap/6.0/"


@contextmanager
def whole(folder: Path, workers: int) -> Iterator[str]:
    """This server as ``run_server.py`` starts it, on an SQLite file, without the journal, which live accounts have not."""
    command: list[str | Path] = [
        sys.executable, ROOT / "run_server.py", "--port", "0", "--workers", str(workers), "--demo",
        "--database", f"sqlite:///{folder}/bench.db",
    ]  # fmt: skip
    with _running(command, folder / "whole.out") as process:
        yield _url(process, folder / "whole.out")


@contextmanager
def _running(command: list[str | Path], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    with output.open("wb") as opened:
        environment = {**os.environ, "RPC_SERVER_JOURNAL": "0"}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=opened, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=_START_SECONDS)


def _url(process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = _LISTENS.search(output.read_bytes())
        if found:
            return found[1].decode()
        time.sleep(0.02)
    raise RuntimeError(f"a server did not start:\n{output.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(family: socket.AddressFamily, address: Any) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        with socket.socket(family) as probe:
            if probe.connect_ex(address) == 0:
                return
        if time.monotonic() > deadline:
            raise RuntimeError(f"nothing listens at {address}")
        time.sleep(0.02)

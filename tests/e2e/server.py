"""The app as people run it: one Streamlit process on a free loopback port, with a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """One server process; it can be killed and started again on the same port, as after a power cut."""

    home: Path
    port: int = field(default_factory=free_port)
    today: str | None = None  # the day that people act on, as YYYY-MM-DD; null: the machine's
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.parent / f"{self.home.name}.log"

    def start(self) -> "Server":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TARAZU_")}
        environment |= {"TARAZU_HOME": str(self.home)} | ({"TARAZU_TODAY": self.today} if self.today else {})
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("ab") as log:  # a pipe that nobody empties would stop the server
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _glance in range(300):
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=1):  # noqa: S310 (our own server)
                    return self
            except (URLError, TimeoutError, ConnectionError):
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise TimeoutError(f"no server on {self.url}: {self.log.read_text()}")

    def kill(self) -> None:
        """End it without a word, as kill -9 does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

"""The page's server: in a thread of this process, or, where it is killed, as a process of its own."""

import http.client
import json
import queue
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import uvicorn

from cleaner.cli.review import review
from cleaner.ledger import Filter, Ledger, Status
from cleaner.review.web import serve

ROOT = Path(__file__).parent.parent
RUN = "import typer; from cleaner.cli.review import review; typer.run(review)"
ADDRESS = r"(http://127\.0\.0\.1:(\d+)/([\w-]{20,})/)"


class Server:
    """`cleaner review --web`, really running and really asked; `close` ends it as Ctrl-C would."""

    def __init__(self, out):
        self.out = out
        started, told, noted = [], queue.Queue(), uvicorn.Server

        def server(config):
            started.append(noted(config))
            return started[0]

        def run():
            review(out=out, web=True, who="ann", color="auto")

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(serve.webbrowser, "open", told.put)
            patched.setattr(serve.uvicorn, "Server", server)
            self._thread = threading.Thread(target=run, daemon=True)
            self._thread.start()
            found = re.fullmatch(ADDRESS, told.get(timeout=20))
            while not started:
                self._thread.join(0.001)
        self._server = started[0]
        self.address, self.port, self.token = found[1], int(found[2]), found[3]

    def ask(self, path, body=None, **headers):
        """Status, headers and text of an answer; as the page's own script asks, unless told otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        own = {"Host": f"127.0.0.1:{self.port}"}
        if body is not None:
            own |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        given = {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {k: v for k, v in {**own, **given}.items() if v is not None}
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("GET" if body is None else "POST", path, data, sent)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, response.headers, text

    def page(self, path, body=None, **headers):
        return self.ask(f"/{self.token}{path}", body, **headers)

    def answered(self):
        with Ledger.open(self.out) as ledger:
            return [(c.name, c.answer.value, c.text) for c in ledger.findings(Filter(Status.ANSWERED), limit=-1)]

    def close(self):
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


class Process(Server):
    """The same as the operating system sees it."""

    def __init__(self, out):
        self.out = out
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(out), "--web", "--no-browser", "--who", "ann"],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        line = self.process.stderr.readline()
        found = re.fullmatch(f"review at {ADDRESS}\n", line)
        assert found, line + self.process.stderr.read()
        self.address, self.port, self.token = found[1], int(found[2]), found[3]
        self.process.stderr.readline()

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stderr.close()

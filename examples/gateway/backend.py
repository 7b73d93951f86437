#!/usr/bin/env python3
"""The backend of the access proxy: Python, one file, no packages. It has no notion of licenses.

usage: backend.py PORT
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

CHUNK = 64 * 1024
stopping = threading.Event()


class Backend(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({
            "/v1/report": self.report,
            "/v1/archive": self.report,
            "/v1/stream": self.stream,
            "/v1/broken": self.broken,
            "/v1/cut": self.cut,
            "/v1/slow": self.slow,
        })

    def do_POST(self):
        self.answer({"/v1/upload": self.upload})

    def answer(self, paths):
        try:
            paths.get(urlsplit(self.path).path, self.missing)()
        except (BrokenPipeError, ConnectionResetError):
            # The gateway has closed the connection, because its caller hung up or it stopped waiting.
            self.close_connection = True

    def report(self):
        """Answers with the header fields of the request, names in lower case."""
        self.json(200, {name.lower(): value for name, value in self.headers.items()})

    def stream(self):
        """Sends five events, one each ?pause= milliseconds."""
        pause = int(parse_qs(urlsplit(self.path).query).get("pause", ["1000"])[0]) / 1000
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(1, 6):
            if number > 1:
                stopping.wait(pause)
            event = b"data: %d\n\n" % number
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def upload(self):
        """Reads a body of any size, a piece at a time, and answers with the number of its bytes."""
        self.json(200, {"bytes": sum(len(piece) for piece in self.body())})

    def broken(self):
        self.json(500, {"error": "the backend has failed"})

    def cut(self):
        """Announces a long answer, and closes the connection in the middle of it."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"x" * 20000)
        self.close_connection = True

    def slow(self):
        stopping.wait(60)
        self.json(200, {})

    def missing(self):
        self.json(404, {"error": "there is no such path"})

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            yield from self.chunks()
            return
        rest = int(self.headers.get("Content-Length", 0))
        while rest > 0:
            piece = self.rfile.read(min(CHUNK, rest))
            if not piece:
                raise ConnectionResetError
            rest -= len(piece)
            yield piece

    def chunks(self):
        while True:
            line = self.rfile.readline()
            if not line:
                raise ConnectionResetError
            size = int(line.split(b";")[0], 16)
            if size == 0:
                while self.rfile.readline().strip():
                    pass
                return
            yield self.rfile.read(size)
            self.rfile.readline()

    def json(self, status, content):
        body = (json.dumps(content) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Backend)
    server.daemon_threads = True
    print("the backend listens on port %d" % server.server_port, flush=True)
    server.serve_forever()

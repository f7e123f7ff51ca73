"""A fake of both vendors on this machine: it keeps what it is sent and answers as told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import requests

SEND = requests.Session.send


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.tokens += 1
        self._answer({"errcode": 0, "access_token": "tok/en+1"})

    def do_POST(self):
        parts = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((parts.path, parse_qs(parts.query), body))
        self._answer(self.server.answer)

    def _answer(self, answer):
        if self.server.status != 200:
            self.send_response(self.server.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            content = b""
        else:
            self.send_response(200)
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """Say nothing."""


class VendorMixin:
    """``self.vendor.taken`` are the messages posted so far: (path, query, body)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        cls.host = f"127.0.0.1:{cls.vendor.server_port}"
        threading.Thread(target=cls.vendor.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.vendor.server_close)
        cls.addClassCleanup(cls.vendor.shutdown)
        cls.env["ir.config_parameter"].set_param("ops_roles.notice_hosts", cls.host)

    def setUp(self):
        super().setUp()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *args, **named: 60)
        self.vendor.taken, self.vendor.tokens = [], 0
        self.vendor.answer, self.vendor.status = {"errcode": 0, "errmsg": "ok"}, 200

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        if urlsplit(request.url).netloc == cls.host:
            return SEND(session, request, **kwargs)
        return super()._request_handler(session, request, **kwargs)

    def _channel(self, kind="wecom_robot", on=True, **vals):
        robot = kind.endswith("robot")
        channel = self.env["ops.notice.channel"].with_user(self.users["adm"])
        channel = channel.create(
            {
                "name": kind,
                "kind": kind,
                "form": "text",
                "address": f"http://{self.host}" + ("/send?key=KEY1" if robot else ""),
                "secret": "SEC1",
                "app_key": "corp",
                "agent": "7",
                **vals,
            }
        )
        if on:
            channel.action_switch()
        return channel

    def _notices(self, channel):
        return self.env["ops.notice"].search([("channel_id", "=", channel.id)])

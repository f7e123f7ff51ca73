import json
import logging
import os
import tempfile
from contextlib import contextmanager
from functools import partial

from psycopg2 import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.service.model import retrying

from ..core.feed import TooLarge, spool
from ..core.feed.rate import RateLimit
from ..exceptions import FeedDuplicate

_logger = logging.getLogger(__name__)
_posts = RateLimit(seconds=60)
_refused = RateLimit(seconds=60)
_FORM = "application/x-www-form-urlencoded"


class Refusal(Exception):
    """An answer other than success: HTTP status and what the sender should do."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def _json(status, **values):
    body = json.dumps(values, ensure_ascii=False)
    return request.make_response(
        body, [("Content-Type", "application/json; charset=utf-8")], status=status
    )


@contextmanager
def _spooled(stream):
    """The body on disk, removed afterwards unless the filestore took it."""
    limit = request.env["ops.feed"]._limits()["max_upload_bytes"]
    spooled = spool(stream, limit, request.env["ops.feed"]._spool_folder())
    try:
        yield spooled
    finally:
        if os.path.exists(spooled.path):
            os.unlink(spooled.path)


class OpsFeedController(http.Controller):
    @http.route(
        "/ops/feed/<string:profile>/<string:source>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=None,
    )
    def feed(self, profile, source, filename=None, **_params):
        """Take a file (``?filename=…``) or, without a name, a live batch from a machine.

        The body is the content, or a form with one file. ``Authorization: Bearer <key>`` with a
        key of the scope ``ops_feed``. Answers JSON: 200 merged or fed before (``duplicate``), 202
        received and merged by the worker, 400 not readable or all lines rejected, 401 no valid
        key, 403 the key's user may not feed, 404 unknown profile or source, 413 too large,
        429 too often, 503 try again.
        """
        try:
            return self._answer(profile, source, filename)
        except Refusal as refusal:
            return _json(refusal.status, error=str(refusal))
        except FeedDuplicate as error:
            return self._known(error)
        except (TooLarge, RequestEntityTooLarge):
            return _json(413, error=request.env._("The file is too large. Send it in parts."))
        except AccessError as error:
            return _json(403, error=str(error))
        except UserError as error:
            return _json(400, error=str(error))
        except (OperationalError, OSError):
            _logger.exception("A feed could not be taken")
            return _json(503, error=request.env._("The server is busy. Send it again later."))
        except Exception:
            _logger.exception("A feed broke")
            return _json(
                503,
                error=request.env._(
                    "The server could not take the file. Its administrator finds the reason"
                    " in the log."
                ),
            )

    def _answer(self, profile_code, source_code, filename):
        feeds = self._authenticated_feeds()
        profile, source = self._target(feeds, profile_code, source_code)
        stream, filename = self._body(filename)
        with _spooled(stream) as spooled:
            if not spooled.size:
                raise Refusal(400, self._empty_message())
            if filename and spooled.size > feeds._limits()["immediate_bytes"]:
                return self._later(feeds, profile, source, filename, spooled)
            return self._now(feeds, profile, source, filename, spooled)

    def _authenticated_feeds(self):
        """``ops.feed`` as the user of the key."""
        env = request.env
        limit = env["ops.feed"]._limits()["posts_per_minute"]
        kind, _space, key = request.httprequest.headers.get("Authorization", "").partition(" ")
        checked = kind.lower() == "bearer" and key.strip()
        uid = checked and env["res.users.apikeys"].sudo()._ops_check_feed_key(key.strip())
        if not uid:
            if not _refused.allows(request.httprequest.remote_addr, limit):
                raise Refusal(429, env._("Too many wrong keys. Wait a minute."))
            raise Refusal(
                401,
                env._(
                    "A valid key for sending files is needed: Authorization: Bearer <key>. An"
                    " access administrator makes one under Incoming files → Keys of machines."
                ),
            )
        if not _posts.allows((env.cr.dbname, uid), limit):
            raise Refusal(429, env._("Too many files in a minute. Put more lines into one."))
        user = env["res.users"].sudo().browse(uid)
        request.update_env(user=uid, su=False)
        request.update_context(lang=user.lang, tz=user.tz)
        feeds = request.env["ops.feed"]
        feeds._check_may_feed()
        return feeds

    def _target(self, feeds, profile_code, source_code):
        try:
            return feeds._resolve(profile_code, source_code)
        except AccessError:
            raise
        except UserError as error:
            raise Refusal(404, str(error)) from None

    def _body(self, filename):
        """The stream to read and the name; both from the form when the sender used one."""
        http_request = request.httprequest
        for upload in http_request.files.values():
            return upload.stream, filename or upload.filename
        if http_request.mimetype == _FORM:
            raise Refusal(400, self._empty_message())
        # Odoo's request hides the stream; there is no other way not to hold the body in memory.
        return http_request._HTTPRequest__wrapped.stream, filename

    def _empty_message(self):
        return request.env._(
            "The body is empty. Send the file itself as the body with the header Content-Type:"
            " application/octet-stream."
        )

    def _now(self, feeds, profile, source, filename, spooled):
        """Merge in a transaction of its own, so that the body need not be read twice."""
        with feeds.env.registry.cursor() as cr:
            env = feeds.env(cr=cr)
            ingest = partial(
                env["ops.feed"].ingest, profile.code, filename, spooled.path, source=source.code
            )
            feed = retrying(ingest, env).sudo()
            values = feed._answer_values()
        return _json(400 if values["state"] == "failed" else 200, **values)

    def _later(self, feeds, profile, source, filename, spooled):
        feed_id = _receive(feeds, profile, source, filename, spooled, wake=True)
        return _json(202, **_look(feeds, feed_id))

    def _known(self, error):
        values = _look(request.env["ops.feed"], error.feed_id)
        return _json(200, **{**values, "duplicate": True, "message": str(error)})

    @http.route(
        "/ops/feed/upload", type="http", auth="user", methods=["POST"], max_content_length=None
    )
    def upload(self, ufile, profile_id, source_id, **_params):
        """Take one file from the upload screen; small ones are merged before this answers.

        Answers JSON as the web client's upload service expects it: ``{feed, state}`` or
        ``{error: {message}}`` in the user's language.
        """
        try:
            return _json(200, **self._take_upload(ufile, int(profile_id), int(source_id)))
        except (TooLarge, RequestEntityTooLarge):
            message = request.env._("The file is too large. Send it in parts.")
        except FeedDuplicate as error:
            return _json(200, feed=error.feed_id, duplicate=True, message=str(error))
        except (UserError, ValueError) as error:
            message = str(error)
        return _json(200, error={"message": message})

    def _take_upload(self, ufile, profile_id, source_id):
        feeds = request.env["ops.feed"]
        feeds._check_may_feed()
        profile = request.env["ops.feed.profile"].browse(profile_id)
        source = request.env["ops.feed.source"].browse(source_id)
        profile.check_access("read")
        source.check_access("read")
        with _spooled(ufile.stream) as spooled:
            small = spooled.size <= feeds._limits()["immediate_bytes"]
            feed_id = _receive(feeds, profile, source, ufile.filename, spooled, wake=not small)
        if small:
            request.env["ops.feed.worker"].sudo()._run(feed_id)
        return _look(feeds, feed_id)

    @http.route("/ops/feed/<int:feed_id>/rejects.csv", type="http", auth="user", readonly=False)
    def rejects_csv(self, feed_id):
        """The rejected lines with reasons as CSV; numbers in full for who may reveal them."""
        feed = request.env["ops.feed"].browse(feed_id)
        return self._download(
            f"rejects-{feed_id}.csv", partial(request.env["ops.feed.reject"]._write_csv, feed)
        )

    @http.route("/ops/feed/<int:feed_id>/rejects.txt", type="http", auth="user", readonly=False)
    def rejects_text(self, feed_id):
        """The rejected lines alone, to be corrected and fed again."""
        feed = request.env["ops.feed"].browse(feed_id)
        return self._download(
            f"rejects-{feed_id}.txt", partial(request.env["ops.feed.reject"]._write_text, feed)
        )

    @http.route("/ops/feed/<int:feed_id>/original", type="http", auth="user", readonly=False)
    def original(self, feed_id):
        """The file as it came in, while it is kept."""
        feed = request.env["ops.feed"].browse(feed_id)
        return self._download(f"feed-{feed_id}.txt", feed._write_original)

    def _download(self, filename, write):
        """A file written to disk first, so that its size does not matter."""
        target = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
        write(target)
        size = target.tell()
        target.seek(0)
        response = http.Response(
            wrap_file(request.httprequest._HTTPRequest__environ, target),
            direct_passthrough=True,
            headers=[
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", str(size)),
                ("Content-Disposition", http.content_disposition(filename)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.call_on_close(target.close)
        return response


def _receive(feeds, profile, source, filename, spooled, wake):
    """Keep the upload as a waiting feed, committed, and wake the worker; the feed's id."""
    with feeds.env.registry.cursor() as cr:
        env = feeds.env(cr=cr)
        receive = partial(
            env["ops.feed"]._receive,
            profile.with_env(env),
            source.with_env(env),
            filename,
            spooled,
            wake,
        )
        return retrying(receive, env).id


def _look(feeds, feed_id):
    """What came of a feed by now; the request's own view of the database is older than it."""
    with feeds.env.registry.cursor() as cr:
        return feeds.with_env(feeds.env(cr=cr)).sudo().browse(feed_id)._answer_values()

from odoo.exceptions import AccessError
from odoo.http import Controller, Stream, request, route

from ..core.recording import media_type

#: Role cards with a duty to listen; agents hear their own calls, the only ones they can read.
LISTENERS = (
    "ops_roles.group_om",
    "ops_roles.group_pm",
    "ops_roles.group_sv",
    "ops_roles.group_qa",
    "ops_roles.group_tr",
    "ops_roles.group_cs",
)
MODELS = {"call": "ops.call", "outbound": "ops.outbound.call"}


class RecordingController(Controller):
    """Sound of a call, for those whose duty it is and who may see the call."""

    @route(
        ["/ops/recording/<int:call_id>", "/ops/recording/<any(call,outbound):kind>/<int:call_id>"],
        type="http",
        auth="user",
        methods=["GET"],
    )
    def recording(self, call_id, kind="call"):
        """Stream the recording of a call; parts of it by HTTP Range.

        Answers 404 to whoever may not see the call or has no duty to listen, so that nobody
        learns which calls there are, and when there is no sound. Each play is logged.
        """
        call = request.env[MODELS[kind]].browse(call_id)
        path = self._path(call) if self._may_listen(call) else None
        if path is None:
            return self._nothing()
        if request.httprequest.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
            request.env["ops.reveal.log"].sudo()._log_listen(call)
        return self._stream(path, f"{kind}-{call.callid}{path.suffix.lower()}")

    def _may_listen(self, call):
        """Whether the user has a duty to listen and the call is in his scope."""
        try:
            return any(map(request.env.user.has_group, LISTENERS)) and (
                bool(call.exists()) and call.has_access("read")
            )
        except AccessError:
            return False

    def _path(self, call):
        known = call.sudo()
        return request.env["ops.recording"].sudo()._path(known.source_id, known.recording)

    def _nothing(self):
        message = request.env._(
            "There is no recording here: it was not made, it is no longer kept, or your role may"
            " not listen to it."
        )
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        return request.make_response(message, headers, status=404)

    def _stream(self, path, name):
        """The file under a name that holds no customer's number, unlike the PBX's."""
        status = path.stat()
        stream = Stream(
            type="path",
            path=str(path),
            download_name=name,
            mimetype=media_type(path.name),
            last_modified=status.st_mtime,
            size=status.st_size,
            etag=f"{status.st_mtime_ns}-{status.st_size}",
        )
        return stream.get_response(as_attachment=False)

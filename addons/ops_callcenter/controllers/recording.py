from odoo.http import Controller, Stream, request, route

from odoo.addons.ops_roles.core.masking import mask_text

#: Role cards with a duty to listen.
LISTENERS = (
    "ops_roles.group_om",
    "ops_roles.group_pm",
    "ops_roles.group_sv",
    "ops_roles.group_qa",
)


class RecordingController(Controller):
    """Sound of a call, for those whose duty it is and who may see the call."""

    @route("/ops/recording/<int:call_id>", type="http", auth="user", readonly=True)
    def recording(self, call_id):
        """Stream the recording of a call; parts of it by HTTP Range.

        Answers 404 to whoever may not see the call or has no duty to listen, so that nobody
        learns which calls there are, and when there is no sound.
        """
        user, call = request.env.user, request.env["ops.call"].browse(call_id)
        if not any(map(user.has_group, LISTENERS)) or not call.exists():
            raise request.not_found()
        if not call.has_access("read"):
            raise request.not_found()
        path = request.env["ops.recording"].sudo()._path(
            call.sudo().source_id, call.sudo().recording
        )
        if path is None:
            raise request.not_found()
        stream = Stream(
            type="path",
            path=str(path),
            download_name=mask_text(path.name),
            mimetype="audio/wav" if path.suffix.lower() == ".wav" else "audio/mpeg",
            last_modified=path.stat().st_mtime,
            size=path.stat().st_size,
            etag=f"{path.stat().st_mtime_ns}-{path.stat().st_size}",
        )
        return stream.get_response(as_attachment=False)

from datetime import UTC, datetime

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..models.ops_work_photo import LARGEST


class WorkPhotoController(http.Controller):
    @http.route(
        "/ops/work/<int:order_id>/photo",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=LARGEST + 2**20,
    )
    def photo(self, order_id, ufile, kind, key, **details):
        """Take a photo of a work order; the same ``key`` again answers as the first time.

        ``taken_at``: milliseconds since 1970 UTC; ``latitude``, ``longitude``: degrees, both or
        none. Answers JSON: 200 with ``id``; 400 for what is refused whatever the network, 403 for
        who is not of the crew, 404 for an order that does not exist.
        """
        order = request.env["ops.work.order"].browse(order_id).exists()
        if not order:
            raise NotFound
        try:
            taken_at, place = self._details(**details)
            photo = request.env["ops.work.photo"]._store(
                order, ufile.read(), kind, key, taken_at, place
            )
        except AccessError as error:
            return self._answer(403, error=str(error))
        except (UserError, ValueError, OverflowError) as error:
            return self._answer(400, error=str(error))
        return self._answer(200, id=photo.id)

    def _details(self, taken_at=None, latitude=None, longitude=None, **_others):
        """Return (UTC time or None, (latitude, longitude) or None).

        :raise ValueError: for what is no time or place
        """
        at = taken_at and datetime.fromtimestamp(int(taken_at) / 1000, UTC)
        place = (float(latitude), float(longitude)) if latitude and longitude else None
        if place and not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
            raise ValueError(request.env._("There is no such place on earth."))
        return at and at.replace(tzinfo=None, microsecond=0), place

    def _answer(self, status, **values):
        return request.make_json_response(values, status=status)

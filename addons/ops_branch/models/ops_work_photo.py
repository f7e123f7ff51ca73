import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

#: Bytes of one photo; the browser makes them smaller before sending.
LARGEST = 15 * 1024 * 1024
TYPES = ("image/jpeg", "image/png", "image/webp")


class OpsWorkPhoto(models.Model):
    """A photo taken for a work order: when, where, and the hash of its bytes as they came.

    ``client_key`` is made by the browser once per photo: sent again over a poor network, the same
    photo is found, never doubled. A photo is never changed.
    """

    _name = "ops.work.photo"
    _description = "Photo of a work order"
    _inherit = ["ops.guarded.mixin", "ops.work.part.mixin"]
    _order = "order_id, taken_at, id"
    _guarded = (
        *("order_id", "kind", "image", "taken_at", "latitude", "longitude", "sha256"),
        *("client_key", "user_id"),
    )

    kind = fields.Selection(
        [("before", "Before"), ("after", "After"), ("other", "Other")], required=True, readonly=True
    )
    image = fields.Binary("Photo", attachment=True, required=True, readonly=True)
    taken_at = fields.Datetime("Taken at", required=True, readonly=True)
    latitude = fields.Float(digits=(9, 6), readonly=True)
    longitude = fields.Float(digits=(9, 6), readonly=True)
    has_place = fields.Boolean("Place known", readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    client_key = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Taken by", required=True, readonly=True)

    _once = models.UniqueIndex("(order_id, client_key)", "This photo has arrived already.")
    _latitude = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90)", "A latitude is between -90 and 90."
    )
    _longitude = models.Constraint(
        "CHECK (longitude BETWEEN -180 AND 180)", "A longitude is between -180 and 180."
    )

    @api.depends("kind", "taken_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for photo in self:
            photo.display_name = f"{labels.get(photo.kind, '')} {photo.taken_at or ''}".strip()

    @api.model
    def _store(self, order, content, kind, key, taken_at=None, place=None):
        """Keep a photo of the order, once per ``key``.

        :param content: bytes of the image
        :param taken_at: UTC, by the clock of the telephone; never later than now
        :param place: (latitude, longitude) in degrees of WGS 84, or None when not known
        :return: the photo, the one that is there already when it came before
        :raise UserError: for what is no photo, or too large
        """
        order.check_access("read")
        once = [("order_id", "=", order.id), ("client_key", "=", key)]
        if known := self.sudo().search(once):
            return known.with_env(self.env)
        self._check_image(content, kind)
        order._check_photographer()
        now = fields.Datetime.now()
        photo = self.sudo().search(once) or self.sudo().create(
            {
                "order_id": order.id,
                "kind": kind,
                "image": base64.b64encode(content),
                "taken_at": min(taken_at or now, now),
                "has_place": bool(place),
                "latitude": place[0] if place else 0,
                "longitude": place[1] if place else 0,
                "sha256": hashlib.sha256(content).hexdigest(),
                "client_key": key,
                "user_id": self.env.uid,
            }
        )
        return photo.with_env(self.env)

    def action_remove(self):
        """Take back a photo of one's own while the work is not accepted."""
        for photo in self:
            photo.order_id._check_photographer()
            if photo.user_id != self.env.user and not self.env.su:
                raise AccessError(self.env._("A photo is removed by who took it."))
        self.sudo().unlink()

    @api.model
    def _check_image(self, content, kind):
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("A photo is taken before or after the work."))
        if len(content) > LARGEST or guess_mimetype(content) not in TYPES:
            raise UserError(
                self.env._(
                    "This is no photo, or larger than %s MB. Send a JPEG, PNG or WebP picture.",
                    LARGEST // 1024**2,
                )
            )

"""The proof of a work order: what is asked for, what is there, what is missing."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.work_evidence import Evidence, missing


class OpsWorkOrder(models.Model):
    _inherit = "ops.work.order"

    photo_ids = fields.One2many("ops.work.photo", "order_id", "Photos")
    photo_count = fields.Integer("Number of photos", compute="_compute_missing")
    missing = fields.Text("Still missing", compute="_compute_missing")

    @api.depends(
        *("kind_id", "photo_ids.kind", "check_ids.result", "signature"),
        *("serial_ids.direction", "state"),
    )
    def _compute_missing(self):
        given = self._evidence_given()
        for order in self:
            proof = given.get(order._origin.id, Evidence())
            gaps = missing(order._evidence_asked(), proof)
            order.photo_count = len(order.photo_ids)
            done = order.state in ("accepted", "cancelled")
            order.missing = "" if done else "\n".join(order._gap_text(*gap) for gap in gaps.items())

    def action_open_photos(self):
        """Show the photos of these orders."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_work_photo")
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}

    def _check_photographer(self):
        """Lock the order: photos come from its crew, until it is accepted."""
        self.ensure_one()
        self._taken("doing", "finished")
        self._check_crew()

    def _evidence_asked(self):
        kind = self.kind_id
        return Evidence(
            before=kind.photos_before,
            after=kind.photos_after,
            fitted=int(kind.needs_fitted),
            removed=int(kind.needs_removed),
            checks=len(self.check_ids.filtered("is_required")),
            signature=int(kind.needs_signature),
        )

    def _evidence_given(self) -> dict:
        """Return ``{order id: Evidence}`` by one grouped query per kind of proof."""
        photos = self._count_parts("ops.work.photo", "kind")
        serials = self._count_parts("ops.work.serial", "direction")
        return {
            order.id: Evidence(
                before=photos.get((order.id, "before"), 0),
                after=photos.get((order.id, "after"), 0),
                fitted=serials.get((order.id, "fit"), 0),
                removed=serials.get((order.id, "remove"), 0),
                checks=len(order.check_ids.filtered(lambda one: one.is_required and one.result)),
                signature=int(bool(order.signed_at)),
            )
            for order in self._origin
        }

    def _count_parts(self, model, field) -> dict:
        groups = self.env[model]._read_group(
            [("order_id", "in", self.ids)], ["order_id", field], ["__count"]
        )
        return {(order.id, value): count for order, value, count in groups}

    def _gap_text(self, name, number) -> str:
        """Return what is missing in words; checks by their names."""
        _ = self.env._
        if name == "checks":
            unanswered = self.check_ids.filtered(lambda one: one.is_required and not one.result)
            return _("Checklist: %s", ", ".join(unanswered.mapped("name")))
        return {
            "before": _("Photos before the work: %s more", number),
            "after": _("Photos after the work: %s more", number),
            "fitted": _("Serial that was fitted"),
            "removed": _("Serial that was removed"),
            "signature": _("Signature of the customer"),
        }[name]

    def _missing_texts(self) -> list:
        self.invalidate_recordset(["missing"])
        return (self.missing or "").splitlines()

    def _check_complete(self):
        """:raise UserError: naming each thing that is missing"""
        gaps = self._missing_texts()
        if gaps:
            raise UserError(
                self.env._(
                    "%(order)s cannot be accepted yet. Missing:\n%(list)s\n"
                    "Return it to the crew, or accept it without proof and say why.",
                    order=self.display_name,
                    list="\n".join(f"· {gap}" for gap in gaps),
                )
            )

import json
import logging
import socket
import time
from urllib.parse import urlsplit

import requests

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core import notice

_logger = logging.getLogger(__name__)

TIMEOUT = (3, 5)  # seconds to connect, and between two pieces of the answer
MAX_ANSWER = 65536  # bytes
MAX_SECONDS = 10  # for an answer as a whole
CONFIG = {
    *("is_on", "active", "kind", "company_id", "department_id"),
    *("on_directive", "on_approval", "on_alert"),
}


class NoticeError(Exception):
    """A message was not taken; the text says why and holds no secret."""


class OpsNoticeChannel(models.Model):
    """A group robot or an application of WeCom or DingTalk, off until an administrator turns it on.

    Address and secret are typed in and never shown again: not even administrators read them, so
    they are in no export and no log.
    """

    _name = "ops.notice.channel"
    _description = "Channel for outward notices"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _guarded = ("is_on", "last_error", "failed_at", "sent_at", "window_start", "window_count")

    name = fields.Char("Channel", required=True)
    kind = fields.Selection(
        [
            ("wecom_robot", "WeCom group robot"),
            ("wecom_app", "WeCom application, to persons"),
            ("dingtalk_robot", "DingTalk group robot"),
            ("dingtalk_work", "DingTalk work notice, to persons"),
        ],
        string="Kind of channel",
        required=True,
        default="wecom_robot",
    )
    is_robot = fields.Boolean(compute="_compute_is_robot")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Only from department",
        index="btree_not_null",
        ondelete="restrict",
        help="Notices about records of this department and those below; empty: of the whole"
        " company.",
    )
    active = fields.Boolean(default=True)
    is_on = fields.Boolean("Switched on", readonly=True, copy=False)
    on_directive = fields.Boolean("Overdue directives", default=True)
    on_approval = fields.Boolean("Approvals that wait", default=True)
    on_alert = fields.Boolean("Alerts", default=True)
    form = fields.Selection(
        [("text", "Plain text"), ("markdown", "Markdown with links")],
        string="Form of messages",
        required=True,
        default="markdown",
    )
    app_key = fields.Char("Company id or app key", copy=False)
    agent = fields.Char("Agent id", copy=False, help="Number of the application, digits only.")
    address_kept = fields.Char(groups=fields.NO_ACCESS, copy=False, exportable=False)
    secret_kept = fields.Char(groups=fields.NO_ACCESS, copy=False, exportable=False)
    address = fields.Char(
        "Webhook address",
        compute="_compute_typed",
        inverse="_inverse_address",
        exportable=False,
        help="As the vendor shows it for the robot. It is kept and never shown again.",
    )
    secret = fields.Char(
        "Signing secret or app secret",
        compute="_compute_typed",
        inverse="_inverse_secret",
        exportable=False,
        help="Signing secret of the robot, or secret of the application. Never shown again.",
    )
    has_address = fields.Boolean("Address is set", compute="_compute_has", compute_sudo=True)
    has_secret = fields.Boolean("Secret is set", compute="_compute_has", compute_sudo=True)
    last_error = fields.Char("Last failure", readonly=True, copy=False)
    failed_at = fields.Datetime("Failed at", readonly=True, copy=False)
    sent_at = fields.Datetime("Last message", readonly=True, copy=False)
    window_start = fields.Datetime(readonly=True, copy=False)
    window_count = fields.Integer("Messages in this minute", readonly=True, copy=False)

    @api.depends("kind")
    def _compute_is_robot(self):
        for channel in self:
            channel.is_robot = (channel.kind or "").endswith("_robot")

    def _compute_typed(self):
        self.address = False
        self.secret = False

    def _inverse_address(self):
        for channel in self.filtered("address"):
            address = channel.address.strip()
            channel._check_address(address)
            channel.sudo().address_kept = address
        self.invalidate_recordset(["address"], flush=False)

    def _inverse_secret(self):
        for channel in self.filtered("secret"):
            channel.sudo().secret_kept = channel.secret.strip()
        self.invalidate_recordset(["secret"], flush=False)

    @api.depends("address_kept", "secret_kept")
    def _compute_has(self):
        for channel in self:
            channel.has_address = bool(channel.address_kept)
            channel.has_secret = bool(channel.secret_kept)

    @api.constrains("is_on", "kind", "address_kept", "secret_kept", "app_key", "agent")
    def _check_complete(self):
        for channel in self.sudo().filtered("is_on"):
            channel._check_ready()

    @api.constrains("kind")
    def _check_kind(self):
        for channel in self.sudo().filtered("address_kept"):
            channel._check_address(channel.address_kept)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if CONFIG & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def action_switch(self):
        """Turn the channel on when all it needs is there, or off."""
        for channel in self._of_admin():
            if not channel.is_on:
                channel._check_ready()
            channel.is_on = not channel.is_on

    def action_test(self):
        """Send a message now, to the group or to whoever presses, and say what became of it."""
        channel = self._of_admin()
        channel._check_ready()
        people = [] if self.is_robot else [channel._own_id()]
        try:
            channel._take_slot()
            channel._post(self.env._("Test message"), self._test_line(), people)
        except NoticeError as error:
            return self._say("danger", self.env._("Not sent"), str(error))
        return self._say("success", self.env._("Sent"), self.env._("The vendor took it."))

    def _of_admin(self):
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only an access administrator looks after channels."))
        self.check_access("write")
        return self.sudo()

    def _test_line(self):
        words = self.env._("This channel works: %s", self.name)
        return notice.entry(notice.outward(words), "", self.form)

    def _say(self, kind, title, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": title,
                "message": message,
                "sticky": kind == "danger",
            },
        }

    def _own_id(self):
        mine = self.env["ops.notice.recipient"].sudo().search([("user_id", "=", self.env.uid)])
        found = mine._ids_at(self.kind).get(self.env.uid)
        if not found:
            raise UserError(
                self.env._("Enter your own user id at this vendor under “Accounts of people”.")
            )
        return found

    @api.model
    @tools.ormcache("kind")
    def _listening(self, kind) -> dict:
        """Return the channels that are on for a kind of notice.

        :return: ``{company id: {channel id: id of the only department it is for, or False}}``
        """
        found = self.sudo().search([("is_on", "=", True), (f"on_{kind}", "=", True)])
        return {
            company.id: {one.id: one.department_id.id for one in part}
            for company, part in found.grouped("company_id").items()
        }

    @api.model
    def _extra_hosts(self) -> list:
        """Hosts ("name:port") a system administrator allows beside the vendors', for trials."""
        get = self.env["ir.config_parameter"].sudo().get_param
        return [host.strip() for host in get("ops_roles.notice_hosts", "").split(",") if host]

    def _check_address(self, address):
        if not notice.is_allowed(self.kind, address, self._extra_hosts()):
            raise ValidationError(
                self.env._(
                    "Copy the whole address from the vendor: it begins with https://%(host)s.",
                    host="".join(notice.VENDORS[self.kind][:2]),
                )
            )

    def _check_ready(self):
        needed = (
            [("address_kept", "address")]
            if self.is_robot
            else [("app_key", "app_key"), ("agent", "agent"), ("secret_kept", "secret")]
        )
        for kept, shown in needed:
            if not self[kept]:
                name = self._fields[shown]._description_string(self.env)
                raise ValidationError(self.env._("%s: fill it in before you go on.", name))
        if not self.is_robot and not self.agent.isdecimal():
            raise ValidationError(self.env._("The agent id has digits only."))

    # Sending: run by sudo

    def _take_slot(self):
        """Count a message against the vendor's limit per minute."""
        now = fields.Datetime.now()
        if not self.window_start or (now - self.window_start).total_seconds() >= 60:
            self.write({"window_start": now, "window_count": 0})
        if self.window_count >= notice.PER_MINUTE:
            raise NoticeError(self.env._("Too many messages in this minute; wait a minute."))
        self.window_count += 1

    def _post(self, title, text, people=()):
        """Post one message; raise NoticeError when the vendor did not take it."""
        message = notice.body(self.kind, self.form, title, text, self.agent or "", people)
        self._call("POST", self._target(), json=message)
        self.sent_at = fields.Datetime.now()

    def _target(self):
        """Return the address of the next message: signed, or with a fresh access token."""
        address, secret = self.address_kept or "", self.secret_kept or ""
        if self.is_robot:
            return notice.robot_url(self.kind, address, secret, int(time.time() * 1000))
        base = (address or f"https://{notice.VENDORS[self.kind][0]}").rstrip("/")
        path, query = notice.token_request(self.kind, self.app_key, secret)
        token = self._call("GET", base + path, params=query).get("access_token")
        if not token:
            raise NoticeError(self.env._("The vendor gave no access token."))
        link = requests.Request("GET", base, params={"access_token": token}).prepare().url
        return base + notice.message_path(self.kind) + "?" + urlsplit(link).query

    def _call(self, method, url, **content):
        """Return the JSON answer. Errors never hold the address: it is a secret."""
        self._check_target(url)
        with requests.Session() as session:
            session.trust_env = False  # neither proxies nor .netrc of the machine
            try:
                with session.request(
                    method, url, timeout=TIMEOUT, allow_redirects=False, stream=True, **content
                ) as answer:
                    return self._read(answer)
            except requests.Timeout:
                reason = self.env._("The vendor did not answer in time.")
            except requests.RequestException as error:
                _logger.info("notice channel %s: %s", self.id, type(error).__name__)
                reason = self.env._("The vendor cannot be reached.")
        raise NoticeError(reason)

    def _check_target(self, url):
        """Look again before each request: the override may be gone, the name may point inside."""
        parts = urlsplit(url)
        if parts.netloc in self._extra_hosts():
            return
        if parts.scheme != "https" or parts.netloc != notice.VENDORS[self.kind][0]:
            raise NoticeError(self.env._("The address is not the vendor's."))
        try:
            found = socket.getaddrinfo(parts.hostname, 443, proto=socket.IPPROTO_TCP)
        except OSError:
            raise NoticeError(self.env._("The vendor cannot be reached.")) from None
        if not notice.is_public([one[4][0] for one in found]):
            raise NoticeError(self.env._("The vendor's name leads into a private network."))

    def _read(self, answer):
        """Return the JSON object of ``answer``; vendors answer 200 to errors, too."""
        if answer.status_code != 200:
            raise NoticeError(self.env._("The vendor answered %s.", answer.status_code))
        try:
            data = json.loads(self._content(answer))
            code = int(data["errcode"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise NoticeError(self.env._("The vendor's answer is not understood.")) from None
        if code:
            # Its text may repeat what we sent, tokens too: the number is enough to look it up.
            raise NoticeError(self.env._("The vendor refused with error %s.", code))
        return data

    def _content(self, answer):
        """Return the body, unless it is too long or comes in drops."""
        content, until = b"", time.monotonic() + MAX_SECONDS
        for piece in answer.iter_content(4096):
            content += piece
            if len(content) > MAX_ANSWER or time.monotonic() > until:
                raise NoticeError(self.env._("The vendor's answer is not understood."))
        return content

    def _warn(self, reason):
        """Write down why; one to-do per administrator until somebody did it."""
        self.write({"last_error": reason, "failed_at": fields.Datetime.now()})
        open_for = self.activity_ids.user_id
        for user in self.env.ref("ops_roles.group_adm").all_user_ids - open_for:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._("Outward notices fail"),
                note=reason,
                user_id=user.id,
            )

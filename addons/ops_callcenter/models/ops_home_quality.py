from odoo import api, fields, models

from odoo.addons.ops_roles.models.ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    """Calls to score for inspectors, scores to look at for agents."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self.env.user.has_group("ops_roles.group_qa"):
            shown = ["employee_id", "project_id", "week", "evaluation_id"]
            lines = self.env["ops.qa.sample.line"]
            searches["qa_to_score"] = Wanted(lines, [("is_open", "=", True)], shown, "week, id")
        if self.env.user.has_group("ops_roles.group_cs"):
            unseen = [
                ("employee_id.user_id", "=", self.env.uid),
                ("state", "=", "submitted"),
                ("seen_at", "=", False),
            ]
            shown = ["call_at", "score", "passed", "fatal"]
            scores = self.env["ops.qa.evaluation"]
            searches["qa_own_scores"] = Wanted(scores, unseen, shown, "submitted_at desc")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_qa"):
            cards += [self._home_to_score(), self._home_quality_shortcuts()]
        if self.env.user.has_group("ops_roles.group_cs"):
            cards.append(self._home_own_scores())
        return cards

    def _home_to_score(self):
        return {
            "key": "qa_to_score",
            "section": "waiting",
            "sequence": 5,
            "title": self.env._("Calls to score"),
            "empty": self.env._("Draw a sample: the calls you then listen to appear here."),
            "action": "ops_callcenter.action_ops_qa_sample_line",
            "items": [
                {
                    "label": f"{line.employee_id.name} · {line.project_id.name}",
                    "value": self.env._("week from %s", line.week),
                    "state": "yellow" if line.evaluation_id else "blue",
                    "button": {
                        "label": self.env._("Score"),
                        "model": "ops.qa.sample.line",
                        "method": "action_score",
                        "args": [line.ids],
                    },
                }
                for line in self._home_found("qa_to_score")
            ],
        }

    def _home_quality_shortcuts(self):
        xmlids = (
            "ops_callcenter.action_ops_qa_draw",
            "ops_callcenter.action_ops_qa_sample",
            "ops_callcenter.action_ops_qa_evaluation",
        )
        names = self._home_action_names(xmlids, self.env.lang)
        return {
            "key": "qa_shortcuts",
            "section": "shortcuts",
            "sequence": 5,
            "component": "buttons",
            "title": self.env._("Quality"),
            "empty": "",
            "items": [
                {"label": name, "action": xmlid} for name, xmlid in zip(names, xmlids, strict=True)
            ],
        }

    def _home_own_scores(self):
        return {
            "key": "qa_own_scores",
            "section": "waiting",
            "sequence": 30,
            "title": self.env._("My scores, not seen yet"),
            "empty": self.env._("Calls of yours that were scored appear here until you saw them."),
            "action": "ops_callcenter.action_ops_qa_evaluation",
            "items": [self._home_own_score(one) for one in self._home_found("qa_own_scores")],
        }

    def _home_own_score(self, evaluation):
        at = fields.Datetime.context_timestamp(self, evaluation.call_at)
        return {
            "label": f"{at:%m-%d %H:%M}",
            "value": self.env._("%s points", f"{evaluation.score:.1f}"),
            "state": "none" if evaluation.passed else "red" if evaluation.fatal else "yellow",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.qa.evaluation",
                "res_id": evaluation.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Seen"),
                "model": "ops.qa.evaluation",
                "method": "action_seen",
                "args": [evaluation.ids],
            },
        }

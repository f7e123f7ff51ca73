"""Draw last week's calls of the demo and score some of them, as the inspector would."""

from datetime import timedelta

#: One seed for all draws of the demo, so that it looks the same wherever it is installed.
SEED = 20260101
#: Of the calls drawn from the telecom project: which items went wrong, marks, words to the agent.
SCORES = (
    ({}, (), "开场规范、解答准确，继续保持。"),
    (
        {"D1": "half"},
        ((3, "B1", "客户话未说完即插话，提醒一次"),),
        "解答到位，注意先听完客户诉求再回应。",
    ),
    (
        {"A2": "fail", "B3": "fail"},
        ((2, "A2", "未核实身份即查询账单"), (4, "B3", "未告知处理时限")),
        "办理账单查询前必须核实身份，此项为致命差错。",
    ),
    ({"C1": "fail"}, (), "工单诉求类别选错，请对照类别说明。"),
)


def load_demo_scores(env):
    """Draw where there are recordings; does nothing without them."""
    inspector = env.ref("ops_roles.demo_user_qa")
    for name in ("telecom", "bank", "logistics"):
        plan = env.ref(f"ops_callcenter.demo_plan_{name}")
        draw = env["ops.qa.draw"].with_user(inspector).create({"plan_id": plan.id})
        draw.day = env.company._ops_today() - timedelta(days=7)
        if draw.sudo()._population()[0]:
            sample = draw.sudo()._draw(SEED)
            _score(env, inspector, sample.line_ids[:-1])  # one is left to be scored


def _score(env, inspector, lines):
    for line, (wrong, marks, words) in zip(lines, SCORES, strict=False):
        action = line.with_user(inspector).action_score()
        evaluation = env["ops.qa.evaluation"].with_user(inspector).browse(action["res_id"])
        verdicts = {one.item_id.code: one.id for one in evaluation.verdict_ids}
        for code, verdict_id in verdicts.items():
            evaluation.action_judge(verdict_id, wrong.get(code, "pass"))
        for second, code, note in marks:
            evaluation.action_mark(second, verdicts.get(code, False), note)
        evaluation.action_comment(words)
        evaluation.action_submit()

def appoint_first_administrator(env):
    """Give the system administrator the first administrator card when nobody has one.

    Somebody has to hand out the first role cards in an empty database; a Chinese company whose
    working calendar still has the installer's UTC gets its days in Chinese time.
    """
    role = env.ref("ops_roles.role_adm")
    assignments = env["ops.role.assignment"]
    employee = env.ref("base.user_admin").employee_id
    if employee and not assignments.search_count([("role_id", "=", role.id)], limit=1):
        department = employee.department_id or env["hr.department"].search([], limit=1)
        if not department:
            department = env["hr.department"].create({"name": env.company.name})
        assignments.create(
            {"employee_id": employee.id, "role_id": role.id, "department_id": department.id}
        )
    chinese = env["res.company"].search([("partner_id.country_id.code", "=", "CN")])
    calendars = chinese.resource_calendar_id.filtered(lambda calendar: calendar.tz == "UTC")
    calendars.tz = "Asia/Shanghai"


def remove_assignments(env):
    """Let the role cards and their groups go: assignments hold on to them."""
    env.cr.execute(
        """
        DROP FUNCTION IF EXISTS ops_approval_step_keep() CASCADE;
        UPDATE ops_approval_note SET approval_flow_id = NULL;
        UPDATE ops_approval_flow SET stage_id = NULL;
        DELETE FROM ops_approval_step;
        DELETE FROM ops_approval_stage;
        DELETE FROM ops_approval_flow;
        DELETE FROM ops_role_assignment;
        """
    )

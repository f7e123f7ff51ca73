def migrate(cr, version):
    """Indexes of branches held no row without one, so that no search for both could use them.

    Odoo makes an index anew only where there is none of its name.
    """
    cr.execute(
        "SELECT format('DROP INDEX %I', indexname) FROM pg_indexes"
        r" WHERE schemaname = current_schema AND indexname LIKE '%\_\_ops\_department\_id\_index'"
    )
    for (statement,) in cr.fetchall():
        cr.execute(statement)

"""Algorithms of this addon that need no Odoo."""

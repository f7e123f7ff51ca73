# Writes i18n/<addon>.pot and zh_CN.po of the addons in OPS_ADDONS; prints what is untranslated.
# A term keeps its Chinese as long as its source stays the same; nothing is guessed (no fuzzy).
import io
import os
from pathlib import Path

import polib

from odoo.tools.translate import trans_export


def exported(name):
    """The terms of an addon as they are in the database and the source files now."""
    buffer = io.BytesIO()
    trans_export(None, [name], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode())


def entries(catalogue):
    """What matters of a catalogue, to leave files alone whose terms are unchanged."""
    return [(e.msgid, e.msgstr, e.comment, e.occurrences, e.flags) for e in catalogue]


def write(catalogue, path):
    """Writes a catalogue unless the file already says the same."""
    if path.exists() and entries(polib.pofile(str(path))) == entries(catalogue):
        return
    path.parent.mkdir(exist_ok=True)
    catalogue.save(str(path))


for folder in map(Path, filter(None, os.environ["OPS_ADDONS"].split(os.pathsep))):
    terms, path = exported(folder.name), folder / "i18n" / "zh_CN.po"
    if not terms:
        continue
    write(terms, folder / "i18n" / f"{folder.name}.pot")
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {e.msgid: e.msgstr for e in old if not e.obsolete and "fuzzy" not in e.flags}
    for entry in terms:
        entry.msgstr = known.get(entry.msgid, "")
    terms.metadata.update({"Language": "zh_CN", "Plural-Forms": "nplurals=1; plural=0;"})
    write(terms, path)
    untranslated = [entry.msgid for entry in terms if not entry.msgstr]
    if untranslated:
        print(f"{folder.name}: {len(untranslated)} of {len(terms)} terms have no Chinese yet")

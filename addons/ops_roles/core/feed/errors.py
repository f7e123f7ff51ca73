"""The two ways input can be wrong: the whole content, or one line of it."""


class Unreadable(ValueError):
    """The content as a whole cannot be read; nothing of it may be merged.

    ``code`` is one of ``empty``, ``binary``, ``spreadsheet``, ``compressed``, ``columns``;
    ``detail`` is data for the message (e.g. the missing columns), never a sentence.
    """

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class RejectLine(ValueError):
    """One line cannot be taken; the others can. Same meaning of ``code`` and ``detail``."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

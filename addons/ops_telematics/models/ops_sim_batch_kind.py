"""What can be asked of an operator for many cards at once."""

KINDS = [
    ("open", "Open the card"),
    ("replace", "Replace the card"),
    ("stop", "Stop the card"),
    ("resume", "Resume the card"),
    ("cancel", "Cancel the card"),
    ("topup", "Top up"),
]
#: What costs money or cannot be undone is approved first.
APPROVED_KINDS = ("cancel", "topup")

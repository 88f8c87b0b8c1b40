"""The demo's hall with three priority classes: a usual one, one that reception gives, one whose mark is shown."""

from pathlib import Path

from tests.hall import quiet_config

CLASSES = {"priority": 60, "urgent": 90, "member": 15}  # code → credit in minutes
ROWS = """
[[halls.classes]]
code = "priority"
name = { en = "With priority", zh-Hant = "優先", zh-Hans = "优先" }

[[halls.classes]]
code = "urgent"
name = { en = "Urgent", zh-Hant = "急件", zh-Hans = "急件" }
who = [{ en = "Sent by a doctor", zh-Hant = "醫師轉介", zh-Hans = "医生转介" }]
credit = 90
mark = "!"
at_kiosk = false

[[halls.classes]]
code = "member"
name = { en = "Member", zh-Hant = "會員", zh-Hans = "会员" }
credit = 15
mark = "★"
on_display = true
"""


def classes_config(folder: Path, rows: str = ROWS) -> Path:
    """Write the demo's configuration with these classes; of a hall that stands still."""
    path = quiet_config(folder)
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    return path

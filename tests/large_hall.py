"""A hall as large as they come: 24 services, 30 counters, names of forty characters in each language, 300 who wait."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

SERVICES, COUNTERS, WAITING, LETTERS = 24, 30, 300, 40
CODES: Final = [chr(65 + n) for n in range(SERVICES)]
TOPICS: Final = (
    ("戶籍遷徙", "户籍迁徙", "Household moves"), ("國民身分證", "居民身份证", "Identity cards"),
    ("外僑居留證", "外侨居留证", "Residence permits"), ("房屋稅籍", "房屋税籍", "Property tax"),
    ("地籍謄本", "地籍誊本", "Land registers"), ("商業登記", "商业登记", "Business licences"),
    ("低收入戶補助", "低收入户补助", "Income support"), ("身心障礙津貼", "残疾人津贴", "Disability grants"),
)  # fmt: skip
ENDS: Final = (
    "申請變更補發換發暨線上預約到場取件以及相關證明文件影本核發綜合服務專用號碼櫃檯受理窗口",
    "申请变更补发换发暨在线预约到场取件以及相关证明文件副本核发综合服务专用号码柜台受理窗口",
    ": applications, corrections and collections of papers",
)
ABOUT: Final = ("申請、變更、補發、查詢", "申请、变更、补发、查询", "Apply, change, replace or ask")
GROUPS: Final = 4
TAGS: Final = ("zh-Hant", "zh-Hans", "en")


def named(n: int) -> dict[str, str]:
    """Return a service's name, forty characters in each language."""
    topic, more = TOPICS[n % len(TOPICS)], "甲乙丙丁"[n // len(TOPICS)]
    marks = (f"（{more}）", f"（{more}）", f" {'I' * (n // len(TOPICS) + 1)}")
    return {
        tag: (word + mark + end)[:LETTERS].ljust(LETTERS, "x")
        for tag, word, mark, end in zip(TAGS, topic, marks, ENDS, strict=True)
    }


def table(words: dict[str, str]) -> str:
    """Return a text in each language as TOML."""
    return "{ " + ", ".join(f'{tag} = "{text}"' for tag, text in words.items()) + " }"


def large_config(folder: Path, languages: Sequence[str], demo: Path) -> Path:
    """Write the hall's file; its screens show the first of `languages`, and another one small."""
    head = demo.read_text(encoding="utf-8").partition("[[halls]]")[0].replace('"demo"\n', '"demo"\nliving = false\n', 1)
    people = ",\n".join(
        f'  {{ username = "desk{n}", name = "歐陽長名{n}", role = "clerk" }}' for n in range(1, COUNTERS + 1)
    )
    head = head.replace("people = [\n", f"people = [\n{people},\n", 1)
    lines = [
        head,
        "[[halls]]",
        'code = "main"',
        f"name = {table(named(0))}",
        "ask_party = true",
        "no_show_after = 900",
        "recall_after = [880]",
    ]
    second = next(one for one in ("en", "zh-Hant") if one != languages[0])
    lines += [f"languages = {list(languages)}".replace("'", '"')]
    lines += [f'display_languages = ["{languages[0]}", "{second}"]']
    for n in range(GROUPS):
        lines += ["[[halls.groups]]", f'code = "g{n}"', f"name = {table(named(n))}"]
    for n, code in enumerate(CODES):
        about = table(dict(zip(TAGS, ABOUT, strict=True)))
        bring = ", ".join(table(named(n + more)) for more in range(2))
        lines += ["[[halls.services]]", f'code = "{code}"', f"name = {table(named(n))}", f"about = {about}"]
        lines += [f"bring = [{bring}]", f"fee = {table(named(n))}", "norm = 9", f'group = "g{n % GROUPS}"']
    for n in range(1, COUNTERS + 1):
        served = [CODES[(n * 3 + more) % SERVICES] for more in range(6)]
        lines += ["[[halls.counters]]", f'code = "{n}"', f"services = {served}".replace("'", '"')]
        lines += [f'side = "{("left", "ahead", "right")[n % 3]}"', f"post = {table(named(n))}"]
    path = folder / "large.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

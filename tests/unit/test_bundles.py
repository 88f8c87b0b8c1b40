"""One script of many modules, and files as they go out: compressed once, asked for again only when they changed."""

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from server.kernel.languages import LANGUAGES
from server.live.bundles import Bundler, Unfit
from server.live.pages import PHONE, ROOT, TEXTS
from tests.inside import Inside

PAGE = """<link rel="stylesheet" href="/static/all.css">
<script type="module" src="/pages/page/main.js"></script>
<body>
"""
MODULES = {
    "server/static/all.css": """@import "/static/fonts.css";
@import "/static/part.css";
/* said */
body { margin: 0; }
""",
    "server/static/part.css": "p { margin: 0; }\n",
    "server/static/fonts.css": '@font-face { font-family: "Large"; }\n',
    "server/static/words.js": """/** Words. */
const name = "words";
export const t = (text) => `${name} ${text}`;
""",
    "page/main.js": """import {t} from "/static/words.js";
import {Thing, twice as double, t as other} from "./thing.js";
import "./side.js";

const name = "main";
// a line
console.log(JSON.stringify([name, t("Call {n}"), double(4), new Thing().kind, other("again"), globalThis.side]));
""",
    "page/thing.js": """/** @typedef {import("./main.js").Nobody} Nobody */
export {t} from "/static/words.js";
const name = 'thing';
export class Thing { kind = name; }
/** @param {number} n */
export async function later() {}
export function twice(/** @type {number} */ n) { return 2 * n; }
""",
    "page/side.js": "globalThis.side = 1;\n",
    "page/index.html": PAGE,
}


def bundler(folder: Path, **more: str) -> Bundler:
    """Write the modules and return what makes one of them."""
    said = '{"Call {n}": "x", "Other": "y"}'
    words = {f"server/static/languages/{code}.json": said for code in LANGUAGES}
    for name, text in {**MODULES, **words, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Bundler("page", folder / "page/index.html", folder, {}, fonts=False)


def test_one_script_does_what_its_modules_do(tmp_path: Path) -> None:
    """Names that meet, another name for an import, what is passed on, what only happens."""
    node = shutil.which("node") or str(ROOT / ".venv/bin/node")
    made = bundler(tmp_path).bundle()
    path = tmp_path / "all.mjs"
    path.write_bytes(made.script.plain)
    ran = subprocess.run([node, str(path)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == '["main","words Call {n}",8,"thing","words again",1]'
    assert b"typedef" not in made.script.plain
    assert made.style.plain == b"p { margin: 0; }\nbody { margin: 0; }\n"
    assert made.words["en"].plain == b'{"Call {n}":"x"}'


def test_a_changed_source_has_another_address(tmp_path: Path) -> None:
    """The page names its files by their content; the same content keeps its name."""
    made = bundler(tmp_path)
    first = made.bundle()
    assert made.bundle() is first
    (tmp_path / "page/side.js").write_text("globalThis.side = 2; // more\n", encoding="utf-8")
    second = made.bundle()
    assert first.address("page.js") != second.address("page.js")
    assert first.address("page.css") == second.address("page.css")
    assert second.address("page.js") in second.document("en")
    assert "/pages/page/main.js" not in second.document("en")


@pytest.mark.parametrize("line", ["export let n = 1;", 'import * as all from "./thing.js";', 'import "./main.js";'])
def test_what_does_not_fit_is_refused(tmp_path: Path, line: str) -> None:
    """What would mean something else in one script, and modules that need each other."""
    made = bundler(tmp_path, **{"page/side.js": f"{line}\n"})
    with pytest.raises(Unfit):
        made.bundle()


def test_the_phones_page_fits() -> None:
    """All of it, in less than 48 KB, so that page, answer and scripts come in 60."""
    made = PHONE.bundle()
    assert sum(len(text.packed) for text in (made.script, made.style, made.words["zh-Hant"])) < 48_000
    assert b"@font-face" not in made.style.plain


def test_text_goes_out_compressed_and_is_asked_for_once(tmp_path: Path) -> None:
    """Each kind of file, from each place; the same bytes, an ETag for either form, 304 for what is known."""
    hall = Inside(tmp_path)
    browser = hall.app.test_client()
    addresses = ["/static/theme.css", "/live/wire.js", "/vendor/lit-html.js", "/pages/display/hall/main.js", "/"]
    addresses += [
        "/static/languages/zh-Hant.json",
        "/vendor/fonts/noto-sans-tc/index.css",
        PHONE.bundle().address("phone.js"),
    ]
    addresses += ["/openapi", "/openapi/openapi.json", "/openapi/openapi.css"]
    for address in addresses:
        packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
        plain = browser.get(address)
        assert packed.headers["Content-Encoding"] == "gzip", address
        assert "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data)
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert packed.headers["ETag"] != plain.headers["ETag"]
        for one, accepts in ((packed, "gzip"), (plain, "identity")):
            known = {"If-None-Match": one.headers["ETag"], "Accept-Encoding": accepts}
            again = browser.get(address, headers=known)
            assert (again.status_code, again.data) == (304, b"")
    path = ROOT / "server/static/theme.css"
    assert TEXTS.of(path) is TEXTS.of(path)
    assert "immutable" in browser.get(PHONE.bundle().address("phone.js")).headers["Cache-Control"]
    old = browser.get("/bundles/phone-000000000000.js")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    for nothing in (
        "/bundles/other-0.js",
        "/bundles/phone",
        "/bundles/..%2fphone.js",
        "/static/../app.py",
        "/static/none.css",
    ):
        assert browser.get(nothing).status_code == 404, nothing
    hall.close()


def test_a_page_of_a_slip_in_its_readers_language(tmp_path: Path) -> None:
    """By the link, by what was chosen, by the browser; a translator is offered where none of ours is the reader's."""
    hall = Inside(tmp_path)
    browser = hall.app.test_client()
    secret = hall.ticket()["track_url"].rpartition("/")[2]
    for headers, query, says, translate in (
        ({"Accept-Language": "zh-CN,zh;q=0.9"}, "", "前面还有", "no"),
        ({"Accept-Language": "vi-VN,en;q=0.5"}, "", "Ahead of you", "yes"),
        ({"Accept-Language": "en"}, "?lang=zh-Hant", "前面還有", "no"),
    ):
        page = browser.get(f"/t/{secret}{query}", headers=headers)
        assert says in page.text
        assert f'translate="{translate}"' in page.text
        assert page.headers["Cache-Control"] == "no-store"
    browser.set_cookie("floor_language", "zh-Hans")
    assert "前面还有" in browser.get(f"/t/{secret}", headers={"Accept-Language": "en"}).text
    browser.delete_cookie("floor_language")
    nobody = browser.get("/t/1.nobodyhasthisone", headers={"Accept-Language": "en"})
    assert (nobody.status_code, "Looking for your place" in nobody.text) == (200, True)
    hall.close()

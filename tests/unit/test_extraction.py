"""Every text that the code uses is found, wherever it stands."""

from server.kernel.extraction import page_strings, used_texts

PAGE = r"""
/** @example t("only a comment") */
html`<b>${open ? html`<i title="a quote's end">${t("It’s \"open\"")}</i>` :
  t.in(code, "Closed until " + "{time}", {time})}</b>`;
tn("{n} person", "{n} people", n); tn.in("en", "{n} desk", "{n} desks", n); point("not a text");
const TITLES = {late: "Looked up later"};
"""
AGENT = 'catalogue.count("{n} slip", "{n} slips", 2); say(text, "en"); "a,b".count(","); say("In two " "pieces", "en")'


def test_pages_and_python_are_read(tmp_path):
    for house, name, source in [("display", "hall.js", PAGE), ("kiosk", "slip.py", AGENT)]:
        (tmp_path / house).mkdir()
        (tmp_path / house / name).write_text(source)
    used, unread = used_texts(tmp_path)
    assert unread == []
    assert {(text.text, text.plural) for text in used} == {
        ('It’s "open"', None),
        ("Closed until {time}", None),
        ("{n} person", "{n} people"),
        ("{n} desk", "{n} desks"),
        ("{n} slip", "{n} slips"),
        ("In two pieces", None),
    }
    assert {"Looked up later", "{n} slip"} <= page_strings(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "half.py").write_text("def unfinished(")
    _, unread = used_texts(tmp_path)
    assert len(unread) == 1
    assert unread[0].startswith("server/half.py")

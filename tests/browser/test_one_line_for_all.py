"""A small hall of one service: the kiosk has one large key, and asks nothing that is not needed."""

import pytest

from tests.alone import opened
from tests.browser.conftest import Contexts
from tests.kiosk_drawn import draw, service, view_of, words

SIZES = [(1080, 1920), (1920, 1080)]
LANGUAGES = ("zh-Hant", "zh-Hans", "en")
KEY = """() => {
  const {width, height} = document.querySelector(".rows .row").getBoundingClientRect();
  const below = [...document.querySelectorAll(".row, .keys button")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.bottom > innerHeight + 1 || box.right > innerWidth + 1;
  });
  return {part: (width * height) / (innerWidth * innerHeight), below: below.length};
}"""


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("larger", [False, True])
def test_one_large_key_and_no_question(context: Contexts, size: tuple[int, int], larger: bool) -> None:
    """A fourth of the screen at least, with the wait in it; no priority is asked for where the hall has none."""
    page = opened(context(*size).new_page(), "kiosk/page")
    name = words("戶籍登記", "户籍登记", "Household registration")
    for language in LANGUAGES:
        draw(page, view_of([service("A", name)], classes=[], books=False), language, "home", larger=larger)
        key = page.evaluate(KEY)
        assert key["part"] > 0.25, (language, key)
        assert key["below"] == 0, language
        assert page.locator("[data-priority]").count() == 0
        assert page.locator("h1").inner_text() in {
            "請按這裡取號",
            "请按这里取号",
            "Touch here\nfor a number",
            "Touch here for a number",
        }


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_many_classes_keep_to_the_screen(context: Contexts, size: tuple[int, int]) -> None:
    """Eight classes with long names, each a key of its own; the last one is “no, thank you”."""
    page = opened(context(*size).new_page(), "kiosk/page")
    long = words("退役軍人及其眷屬與遺族優先", "退役军人及其家属与遗属优先", "Veterans, their families and survivors")
    classes = [{"code": f"c{n}", "name": long, "who": [long]} for n in range(8)]
    for language in LANGUAGES:
        for larger in (False, True):
            view = view_of([service("A", long)], classes=classes)
            draw(page, view, language, "priority", larger=larger)
            boxes = [page.locator(".answer button").nth(n).bounding_box() for n in range(9)]
            assert all(box and box["y"] + box["height"] <= size[1] + 1 for box in boxes), (language, larger)

"""Somebody who has a keyboard and no mouse: goes by Tab, and sees at each step where they are."""

from playwright.sync_api import Page, expect

SOON = 15_000  # ms
MOST = 120  # presses
HERE = "(wanted) => document.activeElement?.matches(wanted) ?? false"
# A ring of its own, or that of the card around it; inside the window, and nothing lies over it.
SEEN = """() => {
  const held = document.activeElement, card = held.closest(".card");
  const ringed = [held, card].some((one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const {left, top, right, bottom, width, height} = (card ?? held).getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  const free = held.contains(over) || card?.contains(over) || over?.contains(held);
  return ringed && free && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Go to an element by Tab alone; it must be seen there."""
    for _ in range(MOST):
        if page.evaluate(HERE, selector):
            assert page.evaluate(SEEN), f"the focus is not seen: {selector}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to an element by Tab alone and press a key."""
    tab_to(page, selector)
    page.keyboard.press(key)


def fill(page: Page, selector: str, text: str) -> None:
    """Go to a field by Tab alone and write over what stands there."""
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def sign_in(page: Page, username: str) -> None:
    """Sign in where the form is: it begins in its first field."""
    expect(page.locator("input[name=username]")).to_be_focused(timeout=SOON)
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")

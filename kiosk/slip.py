"""The slip as one picture of black and white dots, so that any ESC/POS printer prints any language.

One dot is an eighth of a millimetre (203 dpi). Nothing is resampled, so the QR code stays exact.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from math import ceil, floor
from zoneinfo import ZoneInfo

import qrcode
from babel.dates import format_datetime
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from kiosk.fonts import Fonts
from kiosk.paper import Paper, Sizes
from kiosk.words import Catalogue

LONGEST = 1400  # dots, 175 mm: beyond it the list of what to bring is cut first
DATES = {"zh-Hant": ("zh_Hant", "M月d日 EEE HH:mm"), "zh-Hans": ("zh_Hans", "M月d日 EEE HH:mm")}
ENGLISH_DATE = ("en_GB", "EEE d MMM HH:mm")


@dataclass(frozen=True)
class Wait:
    """A wait in seconds, as the server says it."""

    low: int
    likely: int
    high: int

    def span(self) -> tuple[str, str, str]:
        """Return the unit (min, h) and the range as it is read: long waits in hours, with halves; rounded outward."""
        low, high = self.minutes()
        if low < 60 and high < 90:
            return "min", str(low), str(high)
        step = 15 if low < 60 else 30
        return "h", _hours(low // step * step), _hours(-(-high // 30) * 30)

    def minutes(self) -> tuple[int, int]:
        """Return the range in whole minutes, rounded outward so that it still holds what it says."""
        low = floor(self.low / 60)
        return low, max(ceil(self.high / 60), low + 1)


def _hours(minutes: int) -> str:
    """Return full quarters of an hour as they are written: ½, 1¼."""
    whole, part = divmod(minutes, 60)
    quarters = ("", "¼", "½", "¾")[part // 15]
    return f"{whole or ''}{quarters}" or "0"


@dataclass(frozen=True)
class Slip:
    """What a slip says; names are in the customer's language already."""

    number: str
    language: str
    hall: str
    service: str
    service_name: str
    ahead: int | None
    wait: Wait | None
    issued_at: datetime
    timezone: str
    track_url: str
    soon: bool = False  # it is nearly their turn
    alone: bool = False  # given by a kiosk that is cut off: nobody knows the line
    served: bool = True  # a counter is open for it
    served_at: datetime | None = None  # when one will be, where that is known
    bring: tuple[str, ...] = ()
    fee: str = ""
    further: tuple[str, ...] = ()  # the other services of the visit, each with its letter
    in_order: bool = False  # one after the other; else whichever counter is free first calls
    priority: bool = False
    priority_class: str = ""  # what its class is called
    booked: bool = False  # for an appointment
    party: int = 1  # people who came together
    back_within: float | None = None  # minutes in which who missed a call may come back
    copy: bool = False
    test: bool = False
    offsets: tuple[tuple[int, int], ...] = ()  # the server's table of the zone: since when, minutes ahead of UTC

    @property
    def zone(self) -> tzinfo:
        """The hall's clock at the touch: as the server says, else by this machine's own table."""
        said = [minutes for since, minutes in self.offsets if since <= self.issued_at.timestamp()]
        return fixed_zone(timedelta(minutes=said[-1])) if said else ZoneInfo(self.timezone)


def render(slip: Slip, width: int, fonts: Fonts, catalogue: Catalogue) -> Image.Image:
    """Draw a slip `width` dots wide (576, 512 or 384); when it gets too long, the list of what to bring is cut."""

    def drawn(bring: int) -> Image.Image:
        return _drawn(slip, bring, width, fonts, catalogue)

    whole = drawn(len(slip.bring))
    if whole.height <= LONGEST or len(slip.bring) < 2:
        return whole
    fitting = bisect_right(range(1, len(slip.bring)), LONGEST, key=lambda bring: drawn(bring).height)
    return drawn(max(1, fitting))


def qr_modules(text: str) -> list[list[bool]]:
    """Return a QR code's modules without quiet zone, error correction M."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def qr_path(modules: Sequence[Sequence[bool]]) -> str:
    """Return a QR code as the path of an SVG of one unit a module."""
    steps = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            run = next((step for step, module in enumerate(row[x:]) if module != row[x]), len(row) - x)
            if row[x]:
                steps.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run
    return "".join(steps)


def _drawn(slip: Slip, bring: int, width: int, fonts: Fonts, catalogue: Catalogue) -> Image.Image:
    paper = Paper(Sizes.of(width), fonts, slip.language)
    _head(paper, slip, catalogue)
    paper.plate(slip.number)
    paper.paragraph(f"{slip.service} {slip.service_name}", paper.sizes.service)
    if slip.further:
        paper.row(catalogue.say("Then", slip.language), list(slip.further), _order(slip, catalogue))
    if what := _who(slip, catalogue):
        paper.paragraph(what, paper.sizes.text)
    paper.gap()
    _line_ahead(paper, slip, catalogue)
    _line_wait(paper, slip, catalogue)
    if bring:
        rest = len(slip.bring) - bring
        items = list(slip.bring[:bring])
        small = [catalogue.count("and {n} more thing", "and {n} more things", rest, slip.language)] if rest else []
        paper.row(catalogue.say("Have ready", slip.language), items, small, value=paper.sizes.item)
    if slip.fee:
        paper.row(catalogue.say("Fee", slip.language), [slip.fee], value=paper.sizes.item)
    _foot(paper, slip, catalogue)
    return paper.finished()


def _order(slip: Slip, catalogue: Catalogue) -> list[str]:
    """Return what one has to know of the order: none where it is one's own."""
    if slip.in_order:
        return []
    return [catalogue.say("Whichever counter is free first calls you: your number is the same for all.", slip.language)]


def _who(slip: Slip, catalogue: Catalogue) -> str:
    """Return what was said of those who hold it: with priority, how many."""
    said = [slip.priority_class or catalogue.say("With priority", slip.language)] if slip.priority else []
    if slip.booked:
        said.append(catalogue.say("With an appointment", slip.language))
    if slip.party > 1:
        said.append(catalogue.count("{n} person", "{n} people", slip.party, slip.language))
    return " · ".join(said)


def _head(paper: Paper, slip: Slip, catalogue: Catalogue) -> None:
    locale, pattern = DATES.get(slip.language, ENGLISH_DATE)
    when = format_datetime(slip.issued_at, pattern, tzinfo=slip.zone, locale=locale)
    paper.heading(slip.hall, when)
    if slip.test:
        paper.box(catalogue.say("Test slip · not a ticket", slip.language))
    elif slip.copy:
        paper.box(catalogue.say("Copy · same number", slip.language))


def _line_ahead(paper: Paper, slip: Slip, catalogue: Catalogue) -> None:
    if slip.ahead is None:
        text = catalogue.say("not known", slip.language)
    else:
        text = catalogue.count("{n} person", "{n} people", slip.ahead, slip.language)
    paper.row(catalogue.say("Ahead", slip.language), [text])


def _line_wait(paper: Paper, slip: Slip, catalogue: Catalogue) -> None:
    title = catalogue.say("Wait", slip.language)
    zone = slip.zone
    if slip.wait is None:
        text, more = catalogue.say("not known", slip.language), []
        if slip.alone:
            more.append(
                catalogue.say("This machine is cut off just now. The number counts like any other.", slip.language)
            )
        if not slip.served:
            more.append(catalogue.say("No counter is open for it now.", slip.language))
        if slip.served_at:
            time = slip.served_at.astimezone(zone).strftime("%H:%M")
            more.append(catalogue.say("from about {time} on", slip.language, time=time))
        paper.row(title, [text], [*more, catalogue.say("Please watch the hall display.", slip.language)])
        return
    low, high = slip.wait.minutes()
    unit, least, most = slip.wait.span()

    def clock(minutes: float) -> str:
        return (slip.issued_at + timedelta(minutes=minutes)).astimezone(zone).strftime("%H:%M")

    called = catalogue.say("called about {times}", slip.language, times=f"{clock(low)}–{clock(high)}")
    if unit == "h":
        text = catalogue.say("{low}–{high} h", slip.language, low=least, high=most)
    else:
        text = catalogue.say("{low}–{high} min", slip.language, low=least, high=most)
    paper.row(title, [text], [called], rule=False)
    axis = 60 * ceil(high / 60)  # minutes: one hour as on the screens, more only where the wait is longer
    paper.band(low / axis, slip.wait.likely / 60 / axis, high / axis)
    paper.scale([clock(0), clock(axis / 2), clock(axis)])
    paper.rule(2)


def _foot(paper: Paper, slip: Slip, catalogue: Catalogue) -> None:
    title = catalogue.say("Follow on your phone", slip.language)
    if slip.alone:
        text = catalogue.say("The page opens as soon as this machine is connected again.", slip.language)
    elif slip.soon:
        text = catalogue.say("Please stay in the hall: it is nearly your turn.", slip.language)
    else:
        text = catalogue.say("Go for a walk. We tell you when it is nearly your turn.", slip.language)
    paper.code(qr_modules(slip.track_url), title, text)
    paper.rule(4)
    if slip.back_within:
        missed = catalogue.say(
            "Missed your call? Come back within {n} minutes: the number still counts.",
            slip.language, n=f"{slip.back_within:g}",
        )  # fmt: skip
    else:
        missed = catalogue.say("Missed your call? Come back soon: the number still counts.", slip.language)
    paper.paragraph(missed, paper.sizes.small)


def test_slip(language: str, catalogue: Catalogue, *, at: datetime, timezone: str, hall: str, url: str) -> Slip:
    """Return a slip that shows every part and counts for nothing."""
    return Slip(
        number="A000",
        language=language,
        hall=hall,
        service="A",
        service_name=catalogue.say("Test of the printer", language),
        ahead=9,
        wait=Wait(low=720, likely=1080, high=1500),
        issued_at=at,
        timezone=timezone,
        track_url=url,
        bring=(catalogue.say("Is every line sharp, and nothing cut off at the edge?", language),),
        test=True,
    )


def copy_of(slip: Slip) -> Slip:
    """Return the same slip with the mark of a copy."""
    return replace(slip, copy=True)

"""The journal as a signed CSV: what was looked for, each entry in words and as it is hashed."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from server.kernel.languages import N_
from server.kernel.refusals import Refusal
from server.office.context import PageContext
from server.office.sentences import Teller
from server.office.taking import BOM, signed
from server.store.hall import HallSnapshot
from server.store.journal import Entry

MOST: Final = 50_000  # entries in one file
AT_ONCE: Final = 500  # whose names are looked up together
HEADS: Final = (
    N_("Entry"), N_("Time"), N_("By"), N_("What happened"), N_("Drill"), N_("Because of"), N_("Kind"), N_("As hashed"),
    N_("Who, as hashed"), N_("Hash"), N_("Hash before"),
)  # fmt: skip


class TooMany(Refusal):
    """More entries than one file takes."""

    status = 422
    title = N_("Too many entries for one file")
    says = N_("A file takes {most} entries. Choose fewer days, or one kind.")


def journal_csv(context: PageContext, line: HallSnapshot, found: Sequence[Entry]) -> bytes:
    """Return entries as a signed CSV, the oldest first."""
    if len(found) > MOST:
        raise TooMany(most=MOST)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([context.t(head) for head in HEADS])
    for place in range(0, len(found), AT_ONCE):
        some = list(found[place : place + AT_ONCE])
        teller = Teller(context, line, some)
        for entry in some:
            told = teller.told(entry)
            writer.writerow([
                entry.seq, context.local(entry.at).isoformat(timespec="seconds"), told.who, told.text, told.mark,
                entry.cause or "", entry.event, entry.data, entry.actor, entry.hash, entry.prev,
            ])  # fmt: skip
    return signed(BOM + text.getvalue().encode(), context.authenticator.signer)

"""How each figure of the reports is made: one sentence a figure, under the words that stand over it."""

from collections.abc import Mapping
from typing import Final

from server.kernel.languages import N_

MEANINGS: Final[Mapping[str, str]] = {
    "Numbers": N_(
        "Numbers taken on that day, each at the service that its holder asked for, wherever it was sent on to later."
    ),
    "People": N_("Everyone who came with these numbers, and everyone served without one."),
    "Priority numbers": N_("Numbers that were taken with priority."),
    "Without a number": N_("Served at once by a clerk, without a number."),
    "Served": N_(
        "By service: numbers asked for it that were served to the end. By counter: services given there,"
        " also those that were sent on afterwards."
    ),
    "No-shows": N_(
        "By day and service: numbers that in the end did not come. By counter: calls there to which nobody came,"
        " also of those who came back later."
    ),
    "Appointments kept": N_("Appointments of the day whose customer checked in, also if they came late."),
    "Appointments missed": N_("Appointments of the day whose customer neither came nor cancelled."),
    "Appointments cancelled": N_("Appointments of the day that their customer or the hall cancelled."),
    "Share missed": N_("Missed appointments among those that were not cancelled."),
    "Cancelled": N_("Given back by their holder, or not served on their day."),
    "Sent on": N_("Numbers that a clerk sent on to another service or counter; each counts once."),
    "Came back": N_("Numbers that missed their call and came back into the line."),
    "For several services": N_("Numbers whose holder wanted several services in one visit; each is one number."),
    "Services given": N_("Services that ended at a counter: of a visit for several each of them."),
    "Changed to what was meant": N_(
        "Numbers that had been taken for another service than was meant, and were changed; they kept their hour."
    ),
    "Mean visit, min": N_("From taking the number to the end of its last service, of numbers served to the end."),
    "Settled": N_(
        "Services that ended as settled; with those not settled and those referred they are the served ones."
    ),
    "Not settled": N_("Services that ended without being settled."),
    "Referred": N_("Services that ended by sending their customer to another office."),
    "Given back": N_("Numbers that were given back before their turn."),
    "Not served that day": N_("Numbers whose turn never came before their day ended."),
    "Left open": N_("Services that nobody ended before the day did; they count as served nowhere."),
    "Mean wait, min": N_(
        "From taking the number to its first call. Not counted: who was never called, and who asked for a later call."
        " A second call after a no-show, a transfer or a setting aside adds nothing."
    ),
    "Mean wait with priority, min": N_("The same, of numbers that were taken with priority."),
    "Mean wait without priority, min": N_("The same, of all other numbers."),
    "Median wait, min": N_("Half of those who were called waited no longer; counted as the mean wait."),
    "9 of 10 within, min": N_("Nine of ten of those who were called waited no longer; counted as the mean wait."),
    "Longest wait, min": N_("The longest wait to a first call; counted as the mean wait."),
    "Within target": N_(
        "Share of those who were called whose wait to the first call was within the target of the service"
        " that they asked for."
    ),
    "Mean service, min": N_(
        "From the start of the service to its end or to sending on, without the time for which it was set aside;"
        " at the service and counter where it was given. A service that nobody ended is not counted."
    ),
    "Announced waits kept": N_("Share of the numbers whose wait lay in the range that stood on their slip."),
    "Counters staffed, h": N_(
        "Hours in which somebody sat at a counter and did not pause, all counters together."
        " A counter that nobody closed counts until closing time, or until the last that was done there."
    ),
    "Staffed, h": N_("Hours in which somebody sat at the counter and did not pause."),
    "Paused, h": N_("Hours in which the counter was paused."),
    "Utilisation": N_("Share of the staffed hours with a customer at the counter or called to it."),
    "Calls out of order": N_("Calls of somebody whose turn it was not, each with the clerk's reason."),
    "Share satisfied": N_("Share of those who rated that was satisfied or very satisfied. Not rated counts nowhere."),
    "Rating tablet ready to be used": N_(
        "Share of the services that ended at a counter with a tablet whose page could be used for 20 seconds at least."
    ),
    "Share rated": N_("Share of the services that ended in the period and were rated, by tablet or phone."),
    "Ratings": N_("Services that ended in the period and were rated."),
    "Not rated": N_("Services that ended in the period and were not rated."),
    "Opinions": N_("Opinions that came at the kiosk, on a tablet or by phone."),
    "Passed": N_("How many the rule would have called before."),
    "Slips failed": N_("Numbers of which the kiosk's printer said that the slip did not come out."),
    "Slips to look at": N_("Numbers whose slip failed or was not confirmed."),
    "Messages": N_("Messages that a gateway took."),
    "Cost": N_("What the messages cost when they were sent, by the price that the gateway had then."),
    "Slips printed": N_("Numbers of which the kiosk's printer said that the slip came out."),
    "Slips not reported": N_("Numbers of which no kiosk ever spoke: given by staff, by phone, or a kiosk was silent."),
    "Given by cut-off kiosks": N_("Numbers that kiosks gave by themselves and handed in."),
    "Questions abandoned": N_("A kiosk asked for a number and stopped waiting: nobody has one of it, now or later."),
    "Numbers passed over": N_("Numbers of the sequence that somebody still had from a day before."),
    "Numbers not explained": N_("Numbers of the sequence that nobody got, and the records do not say why."),
    "Last of the sequence": N_("The last number given out in sequence, without those granted to kiosks."),
    "Given of the sequence": N_("Numbers given out in sequence."),
    "Granted to kiosks": N_("Numbers that kiosks may give while they are cut off, given or not."),
    "Put aside": N_("Numbers that a kiosk handed in and that fitted nothing."),
    "Put aside, not seen to": N_("Of these, those that nobody has seen to yet."),
    "Slips unconfirmed": N_("Numbers of which nobody knows whether the slip came out."),
}
SAYS_ITSELF: Final = frozenset({
    "Day", "Hour", "When", "Days with numbers", "Week of", "Service", "Counter", "Number", "Reason", "Letter",
    "Gateway", "Currency",
    "Very satisfied", "Satisfied", "Fair", "Dissatisfied", "Very dissatisfied",
})  # fmt: skip

"""Why something was not done in an emergency."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Missing


class UnknownIncident(Missing):
    """No incident of the hall has this number, or it is not for the reader."""

    says = N_("There is no incident {incident} here.")


class UnknownStep(Missing):
    """The incident has no step of this number."""

    says = N_("This incident has no step {step}.")


class UnknownMeasure(Missing):
    """Neither the plan nor the incident has this measure."""

    says = N_("There is no measure “{measure}” here.")


class NoPlan(Missing):
    """The hall has no plan of this kind in force."""

    title = N_("No such plan")
    says = N_("There is no plan “{kind}” in force in this hall.")


class PlanKindTaken(Conflict):
    """A plan of this kind is there already."""

    title = N_("This name is taken")
    says = N_("There is a plan “{kind}” already; choose another short name.")


class NoDraft(Missing):
    """Nobody is writing a plan of this kind."""

    title = N_("No such draft")
    says = N_("There is no draft of the plan “{kind}” any more. Open the plan's page anew.")


class PlanLacks(Conflict):
    """A plan without its four parts can't come into force."""

    title = N_("Not finished yet")
    says = N_("The plan lacks something; the page lists it. Add it, then put the plan in force.")


class OwnDraft(Conflict):
    """Nobody approves their own, while somebody else can."""

    title = N_("Somebody else approves it")
    says = N_("You wrote the last change yourself. Ask another manager or administrator of this hall to read it.")


class NotYourStep(Forbidden):
    """A step is confirmed by its own role, or by the one that it went up to."""

    says = N_("This step is another role's. Only whoever does it confirms it.")


class StepNotYet(Conflict):
    """A role's steps are confirmed in their order."""

    title = N_("Not yet")
    says = N_("Another step comes first; the screen shows which.")


class StepsOpen(Conflict):
    """Some steps are neither confirmed nor waived."""

    title = N_("Steps are open")
    says = N_("{count} steps are neither confirmed nor waived. Settle them first.")


class StepNeeded(Conflict):
    """The steps that move the incident itself can't be waived."""

    title = N_("This step is needed")
    says = N_("This step moves the incident on; it can only be done.")


class StepSettled(Conflict):
    """A settled step can't be waived."""

    title = N_("It was settled already")
    says = N_("The step was confirmed or waived before; the screen shows it.")


class IncidentOver(Conflict):
    """A closed incident takes no more steps, stages or measures."""

    title = N_("The incident is over")
    says = N_("The incident was closed; only its review can be written.")


class UnknownStage(Conflict):
    """The plan has no such stage."""

    status = 422
    title = N_("No such stage")
    says = N_("The plan has stages 1 to {stages}.")


class TextNeeded(Conflict):
    """A free announcement needs its text in each of the hall's languages."""

    status = 422
    title = N_("The text lacks a language")
    says = N_("Write it in every language of the hall: {lacking} is missing.")


class CriteriaUnmet(Conflict):
    """What the plan wants before this is not so; whoever goes on all the same says why."""

    title = N_("Not yet")
    says = N_("This speaks against it: {unmet}. Whoever goes on all the same says why.")


class NothingToTakeBack(Conflict):
    """A step is taken back by whoever confirmed it, within ten seconds."""

    title = N_("Too late to take back")
    says = N_("A step can be taken back for ten seconds, by whoever confirmed it.")


class UnknownRole(Missing):
    """The plan has no such role."""

    says = N_("The plan has no role “{role}”.")


class OfThoseWhoLead(Conflict):
    """Of a silent incident nobody is told, so nobody is given a role."""

    title = N_("Nobody else is to know")
    says = N_("This alarm is silent: it stays with those who lead, and nobody is given a role in it.")


class UnknownHolder(Conflict):
    """A role is given to counters and people of this hall."""

    status = 422
    title = N_("Nobody of this hall")
    says = N_("“{holder}” is no counter and nobody of this hall.")

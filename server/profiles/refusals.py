"""Why something was not done with work profiles."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing


class UnknownProfile(Missing):
    """No work profile of the hall has this number."""

    says = N_("This work profile is not there any more.")


class ProfilesOverlap(Conflict):
    """Two work profiles would hold at one time."""

    status = 422
    title = N_("Two at one time")
    says = N_("“{other}” holds then already, {day} {span}. Change the hours of one of them.")


class NobodyWouldServe(Conflict):
    """Under a work profile a service would be left without any counter; saving it all the same wants a confirmation."""

    title = N_("Nobody would serve it")
    says = N_("Under this profile no counter serves {services}. Add a counter for it, or save it all the same.")

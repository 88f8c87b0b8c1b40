"""Why a request was not let in."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Missing, Refusal, SignInNeeded


class WrongPassword(SignInNeeded):
    """Username and password do not go together; which of them is wrong is not said."""

    title = N_("Sign-in failed")
    says = N_("User name and password do not match. Check both and try again.")


class CsrfNeeded(Forbidden):
    """A write by cookie came without the token that only our own pages can read."""

    title = N_("Please load the page again")
    says = N_("The request did not come from our page, or the page is older than the sign-in.")


class NotJson(Refusal):
    """A body that says it is something else than JSON."""

    status = 415
    title = N_("JSON is needed")
    says = N_("Send the body as JSON, with Content-Type: application/json.")


class UnknownTicket(Missing):
    """The secret opens no ticket."""

    says = N_("Nothing is kept under this code. A number's page closes two days after the visit.")


class UnknownPairing(Missing):
    """No device asks with this code or secret, or it asked too long ago."""

    says = N_("No device asks with this code. It may have run out; the device shows a new one.")


class TooManyPairings(Conflict):
    """More devices ask to be let in than any hall has."""

    status = 429
    title = N_("Too many devices ask")
    says = N_("Too many devices ask to be let in. Please try again in ten minutes.")


class CounterNeeded(Refusal):
    """This kind of device belongs to a counter, and none or an unknown one was named."""

    status = 422
    title = N_("A counter is needed")
    says = N_("Name the counter that this device is for.")


class HallNeeded(Refusal):
    """A device named no hall, and the server has several, or none yet."""

    status = 422
    title = N_("A hall is needed")
    says = N_("Name the hall that this device belongs to.")


class UnknownDevice(Missing):
    """The hall has no such device, or it was taken out before."""

    says = N_("The hall has no such device.")


class UnknownPerson(Missing):
    """Nobody with this number works here."""

    says = N_("Nobody with this number works here.")


class UsernameTaken(Conflict):
    """Two people cannot sign in under one name."""

    title = N_("The user name is taken")
    says = N_("Somebody signs in as “{username}” already. Choose another user name.")


class LastAdministrator(Conflict):
    """Somebody must be able to set things up."""

    title = N_("The last administrator stays")
    says = N_("Then nobody could set this hall up any more. Make somebody else its administrator first.")


class OfOtherHalls(Forbidden):
    """A person works in a hall that the actor does not administer."""

    title = N_("Not in your hands alone")
    says = N_(
        "This person works in other halls too. Name, password and leaving belong to an administrator of all of them."
    )


class LastHall(Conflict):
    """A person without a hall would be in nobody's hands."""

    title = N_("The last hall stays")
    says = N_("This person works in no other hall. Let them leave instead.")


class AccountOfAnother(Forbidden):
    """The provider vouches for a name with another account than before."""

    title = N_("Another account")
    says = N_(
        "“{username}” signed in here with another account of single sign-on before. If it is the same person, their"
        " administrator gives them a one-time password; then the new account is taken."
    )


class Suspended(Forbidden):
    """The password was right; whoever runs the office has suspended this person."""

    title = N_("Your sign-in is suspended")
    says = N_("Whoever runs the office has suspended it. Please ask them; nothing of yours was erased.")


class OwnPasswordNeeded(Forbidden):
    """A one-time password was right; it opens nothing but the choice of one's own."""

    title = N_("Choose a password of your own")
    says = N_("The one-time password is right. Choose a password of your own at /office/ with it.")


class TooShort(Refusal):
    """A password that is guessed too soon."""

    status = 422
    title = N_("The password is too short")
    says = N_("At least {n} characters, and not the one-time password.")


class NotThePassword(Refusal):
    """Who is signed in did not give their present password."""

    status = 422
    title = N_("Not the present password")
    says = N_("This is not your present password. Whoever forgot it gets a one-time password from the administrator.")


class TooCommon(Refusal):
    """A password that many people use, or that is guessed from what is known of its person."""

    status = 422
    title = N_("The password is guessed too easily")
    says = N_(
        "Many people use this password, or one like it."
        " Take a longer one: some words that only you put together will do."
    )


class OwnRights(Conflict):
    """Nobody takes away from themselves what only others could give back."""

    title = N_("Not your own")
    says = N_("Another administrator changes your role, or takes a hall from you.")

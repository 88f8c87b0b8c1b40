"""Settings of the process: environment variables `FLOOR_…`, each with its sentence."""

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, PrivateAttr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX: Final = "FLOOR_"
CHECKOUT: Final = Path(__file__).parents[2]


class Settings(BaseSettings):
    """What the environment says. A hall's own settings stand in the file that `FLOOR_CONFIG` names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=None, env_ignore_empty=True)

    database_url: str = Field(
        "", description="sqlite:///PATH or postgresql+psycopg://…; without one floor.db in the folder of FLOOR_DATA"
    )
    redis_url: str | None = Field(
        None, description="joins several server processes; without it they look once a second"
    )
    secret_key: str | None = Field(
        None, description="signs cookies; without it one is made and kept beside the database"
    )
    config: Path | None = Field(
        None, description="a file that says what the halls are; without one they are set up in the office"
    )
    plans: Path | None = Field(
        None, description="folder of emergency plans for every hall; without one each hall writes its own in the office"
    )
    workers: int = Field(1, ge=1, le=64, description="server processes; more than one needs PostgreSQL")
    public_url: str | None = Field(
        None, description="address before /t/SECRET in a slip's QR code, as a phone reaches it"
    )
    data: Path = Field(
        Path("var"), description="folder for what the program keeps beside the database; var lies in the checkout"
    )
    metrics_token: str | None = Field(None, description="opens /metrics to others than this machine")
    behind_proxy: bool = Field(False, description="trust X-Forwarded-For and -Proto of the proxy in front (TLS)")
    oidc_issuer: str | None = Field(None, description="single sign-on: the OpenID Connect provider's address")
    oidc_client_id: str | None = Field(None, description="single sign-on: what the provider calls this server")
    oidc_client_secret: str | None = Field(None, description="single sign-on: the secret that goes with it")
    oidc_claim: str = Field(
        "preferred_username",
        description="single sign-on: the claim of the ID token that is the user name here, letter by letter, at the"
        " first sign-in; from then on the account (iss and sub) counts."
        " `sub`, or the provider's fixed id, is never given to somebody else",
    )
    smtp_host: str | None = Field(None, description="e-mail: the mail server; without one no e-mail is sent")
    smtp_port: int = Field(587, ge=1, le=65535, description="e-mail: the mail server's port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="e-mail: how the connection is encrypted; `starttls` (587), `tls` from the first byte (465),"
        " or `none`, for a mail server on this machine only",
    )
    smtp_user: str | None = Field(None, description="e-mail: how the server signs in to the mail server; else not")
    smtp_password: str | None = Field(None, description="e-mail: the password that goes with it")
    smtp_from: str | None = Field(None, description="e-mail: the address that e-mails come from; needed for sending")
    smtp_per_minute: int = Field(
        60, ge=1, le=6000, description="e-mail: most e-mails in a minute, of all workers together"
    )
    push_contact: str | None = Field(
        None,
        description="Web Push: the mailbox of whoever runs the server, which push services are told; without one no"
        " phone is told anything while its page is closed",
    )
    push_services: tuple[str, ...] = Field(
        (
            "fcm.googleapis.com",
            "push.services.mozilla.com",
            "notify.windows.com",
            "push.apple.com",
        ),
        description="Web Push: hosts of the push services that messages go to, as JSON; no other address is called",
    )
    push_per_minute: int = Field(
        600, ge=1, le=60000, description="Web Push: most messages in a minute, of all workers together"
    )
    outward_hosts: tuple[str, ...] = Field(
        (),
        description="gateways and webhooks: hosts in the own network that may be called over https, or whole origins"
        " (`http://HOST:PORT`), as JSON; else only https addresses of the internet are called",
    )
    files: str = Field(
        "database",
        description="files: where what people give is kept, sealed: `database`, or `s3://BUCKET/FOLDER` of any"
        " S3-compatible store; what stands in the database already is moved there",
    )
    files_endpoint: str | None = Field(
        None, description="files: the store's address, for instance https://s3.example.org"
    )
    files_region: str | None = Field(None, description="files: the store's region, where it has some")
    files_access_key: str | None = Field(None, description="files: who the server is at the store")
    files_secret_key: str | None = Field(None, description="files: the secret that goes with it")
    demo_kiosk: str | None = Field(None, description="address of the demo's kiosk, shown on its start page")
    pushes_per_second: int = Field(10, ge=1, le=50, description="most pushes of one view in a second")

    _names_database: bool = PrivateAttr(default=False)

    @model_validator(mode="after")
    def beside_the_data(self) -> Self:
        """Without an address of a database, it stands where everything else is kept: the same from every folder."""
        if "data" not in self.model_fields_set:
            self.data = CHECKOUT / self.data
        self._names_database = bool(self.database_url)
        self.database_url = self.database_url or f"sqlite:///{self.data / 'floor.db'}"
        return self

    @property
    def names_database(self) -> bool:
        """Whether somebody said where the database is."""
        return self._names_database

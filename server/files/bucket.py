"""Pieces of files in a bucket of an S3-compatible store, sealed as they would stand in the database.

The rows that say what a file is, and until when it is kept, stay in the database; a bucket knows only sealed pieces.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError

from server.files.keeping import FilesOutOfReach
from server.kernel.refusals import Fault
from server.kernel.settings import Settings

TIMEOUT: Final = urllib3.Timeout(connect=3.0, read=15.0)
TRIES: Final = urllib3.Retry(total=2, backoff_factor=0.3, status_forcelist=(502, 503, 504))
NOT_THERE: Final = frozenset({"NoSuchKey", "NoSuchObject"})


@dataclass(frozen=True)
class Bucket:
    """A bucket, and the folder in it that is ours."""

    client: Minio
    name: str
    folder: str = ""

    def called(self, hall: int, address: str, place: int) -> str:
        """Return what a piece is called there."""
        return f"{self.folder}{hall}/{address}/{place:06}"

    def put(self, hall: int, address: str, place: int, sealed: bytes) -> None:
        """Keep a sealed piece; one that is there is the same, and is written over."""
        with reaching():
            self.client.put_object(self.name, self.called(hall, address, place), io.BytesIO(sealed), len(sealed))

    def get(self, hall: int, address: str, place: int) -> bytes | None:
        """Return a sealed piece; None where it is not there."""
        with reaching():
            try:
                answer = self.client.get_object(self.name, self.called(hall, address, place))
            except S3Error as error:
                if error.code in NOT_THERE:
                    return None
                raise
            try:
                return answer.read()
            finally:
                answer.close()
                answer.release_conn()

    def remove(self, hall: int, address: str, pieces: int) -> None:
        """Remove a file's pieces; those that are gone already are no fault."""
        with reaching():
            for place in range(pieces):
                self.client.remove_object(self.name, self.called(hall, address, place))

    def reach(self) -> None:
        """Raise `Fault` where the bucket is not there or does not let the server in: before anything is begun."""
        try:
            there = self.client.bucket_exists(self.name)
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Fault(
                f"FLOOR_FILES: the store of files does not answer or lets nobody in ({said(error)}); "
                "look at FLOOR_FILES_ENDPOINT and the keys"
            ) from error
        if not there:
            raise Fault(f"FLOOR_FILES: there is no bucket “{self.name}”; make it, or name another")


@contextmanager
def reaching() -> Iterator[None]:
    """Say kindly that the store cannot be reached."""
    try:
        yield
    except (S3Error, ServerError, InvalidResponseError, urllib3.exceptions.HTTPError, OSError) as error:
        raise FilesOutOfReach from error


def said(error: Exception) -> str:
    """Return what an error says, in one line and without the keys."""
    return " ".join(str(getattr(error, "code", None) or type(error).__name__).split())


def bucket_named(settings: Settings) -> Bucket:
    """Return the bucket that the settings name; raise `Fault` where they name half of one."""
    at = urlsplit(settings.files)
    endpoint = urlsplit(settings.files_endpoint or "https://s3.amazonaws.com")
    if at.scheme != "s3" or not at.netloc or endpoint.scheme not in {"http", "https"} or not endpoint.netloc:
        raise Fault("FLOOR_FILES: write “database”, or s3://BUCKET/FOLDER with FLOOR_FILES_ENDPOINT=https://HOST")
    if not settings.files_access_key or not settings.files_secret_key:
        raise Fault("FLOOR_FILES: a bucket needs FLOOR_FILES_ACCESS_KEY and FLOOR_FILES_SECRET_KEY")
    folder = at.path.strip("/")
    client = Minio(
        endpoint.netloc,
        access_key=settings.files_access_key,
        secret_key=settings.files_secret_key,
        secure=endpoint.scheme == "https",
        region=settings.files_region,
        http_client=urllib3.PoolManager(timeout=TIMEOUT, retries=TRIES),
    )
    return Bucket(client, at.netloc, f"{folder}/" if folder else "")

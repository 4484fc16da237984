"""A campaign's pieces by the workers of a Dask cluster. The one home of distributed.

A scheduler takes pickles, and whoever can reach it can run anything: so beyond this machine only
TLS with certificates is spoken.
"""

from __future__ import annotations

import importlib
import importlib.util
import ipaddress
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from poster.campaign.workers import TRIES, Errand, Outcome, make_one
from poster.errors import MachineError, RenderError, RequestError

#: Where the certificates stand, as files in PEM.
CERTIFICATES: Final = ("POSTER_TLS_CA", "POSTER_TLS_CERT", "POSTER_TLS_KEY")
_WAIT_S: Final = 15


def make_there(errand: Errand, places: Sequence[int], address: str) -> Iterator[Outcome]:
    """Make the pieces of `places` on the cluster at `address`; a lost worker's are made again.

    File, library and output folder must be seen by all workers under the same paths. Raises
    RequestError `cluster-address`, `cluster-open`, MachineError `cluster-missing`,
    `cluster-silent`.
    """
    security = _security(address)
    if importlib.util.find_spec("distributed") is None:
        raise MachineError("cluster-missing")
    distributed: Any = importlib.import_module("distributed")

    try:
        client = distributed.Client(
            address, security=security, timeout=_WAIT_S, set_as_default=False
        )
    except (OSError, TimeoutError) as error:
        raise MachineError("cluster-silent", address=address) from error
    with client:
        open_ = {
            client.submit(make_one, errand, place, pure=False, retries=TRIES): place
            for place in places
        }
        for future in distributed.as_completed(open_, loop=client.loop):
            try:
                yield future.result()
            except distributed.KilledWorker:
                yield Outcome(open_[future], error=RenderError("campaign-worker-died"))


def _security(address: str) -> Any:
    """The certificates for TLS; none for this machine's own loopback."""
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        raise RequestError("cluster-address", given=address)
    if parts.scheme == "tcp":
        if not _is_loopback(parts.hostname):
            raise RequestError("cluster-open", given=address)
        return None
    files = [os.environ.get(name, "") for name in CERTIFICATES]
    if not all(file and Path(file).is_file() for file in files):
        raise RequestError("cluster-certificates", names=list(CERTIFICATES))
    authority, certificate, key = files
    security: Any = importlib.import_module("distributed.security")
    return security.Security(
        tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key,
        require_encryption=True,
    )  # fmt: skip


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a scenario says: plain data, one row a sample capture."""

from dataclasses import dataclass

from .certificates import Certificate
from .expectation import Flow
from .places import MAIL_SERVER, MAIL_SERVER6


@dataclass(frozen=True)
class Client:
    """A client stack (a key of stacks.CLIENTS) and what it is allowed to offer.

    `ciphers` and `groups` are in the stack's own words; `options` are stack
    specific (see the functions of stacks.py). Without `sni` no server name is
    sent: by a switch of the stack, or because it calls the address. `proxy`: by
    way of the explicit proxy; `credentials` "user:word" for it. `ehlo`: the name
    in SMTP; `certificate_of`: a host whose certificate the client shows if asked.
    Of any stack that knows them, options "verify": the server's certificate must be
    good; "trust": by the laboratory's root, not by those of the machine.
    """
    stack: str
    low: str = "1.0"
    high: str = "1.2"
    ciphers: str | None = None
    groups: str | None = None
    options: tuple = ()
    sni: bool = True
    proxy: bool = False
    credentials: str | None = None
    ehlo: str | None = None
    certificate_of: str | None = None


@dataclass(frozen=True)
class Server:
    """A server stack (a key of stacks.SERVERS) and how it behaves.

    `below` is what happens to a hello whose highest version is under `low`:
    "alert" leaves it to the TLS stack, "reset" and "close" end the connection
    without a word. `act` ends or stalls every connection at a certain point
    (see servers/openssl_server.py), or with `act_above` those whose hello offers more than
    that version. `asks`: for a client certificate; `banner`:
    the name that an SMTP server calls itself; `serves`: the only name that a GnuTLS server
    knows: by another one it warns, with `act` "alert112" it refuses. `answers`: names of what
    it answers to requests, in their order (servers/answers).
    """
    stack: str = "openssl"
    low: str = "1.2"
    high: str = "1.2"
    ciphers: str | None = None
    groups: str | None = None
    below: str = "alert"
    act: str = "answer"
    act_above: str | None = None
    certificate: Certificate = Certificate()
    asks: bool = False
    banner: str | None = None
    serves: str | None = None
    answers: tuple = ()


@dataclass(frozen=True)
class Request:
    """One HTTP request of a call.

    `role` and `operation`: what a reader must see in it; `body`: file in clients/requests;
    $NAME in it, in the path and in headers is something of servers/answers/hidden.py;
    `pipelined`: sent without waiting for the answer to the one before.
    """
    role: str
    path: str
    method: str = "POST"
    operation: str | None = None
    headers: tuple = ()
    body: str | None = None
    user_agent: str | None = None
    pipelined: bool = False


@dataclass(frozen=True)
class Call:
    """One connection (or one run of a client program) to a host.

    `user_agent`: what the request says in User-Agent; None: what the stack says, if anything.
    `caller`: (IPv4, IPv6) of the machine that calls; None: the scenario's.
    `requests`: what is asked on the connection, instead of `path` and `method`.
    """
    host: str
    path: str = "/"
    method: str = "GET"
    port: int = 443
    family: int = 4
    client: Client | None = None
    background: bool = False
    delay_before: float = 0.0
    user_agent: str | None = None
    caller: tuple | None = None
    requests: tuple = ()


@dataclass(frozen=True)
class Scenario:
    """One sample: what is played, and what a reader of it must find.

    `services`: see services.py; `silent`: addresses that never answer; `frames`:
    findings on frames of no flow; `hosts`: sides by address, in the report; `limits`:
    numbers in the report's limits; `secrets`: the capture holds the servers' key log;
    `hides`: what no report may show, by kind; `verdict_contains`: texts of the verdict.
    """
    name: str
    sentence: str
    client: Client
    calls: tuple
    flows: tuple[Flow, ...]
    servers: dict
    seed: str | None = None
    twin: str | None = None
    differs_in: str | None = None
    crafted: str | None = None
    options: tuple = ()
    edits: tuple = ()
    links: tuple = ()
    services: tuple = ()
    silent: tuple = ()
    frames: tuple = ()
    hosts: dict | None = None
    limits: dict | None = None
    secrets: bool = False
    hides: dict | None = None
    verdict_contains: tuple | None = None
    client_site: str = "premises"
    client_addresses: tuple = (MAIL_SERVER, MAIL_SERVER6)
    capture_site: str = "premises"
    settle: float = 0.4

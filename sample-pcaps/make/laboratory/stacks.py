# SPDX-License-Identifier: GPL-2.0-or-later
"""TLS stacks: how each client and server program is started.

A client function takes (call, client, tools) and returns (command line, bytes
for standard input); a server function takes (server, place, port, identity,
tools) and returns a command line. `tools` is the Programs object, with the
file of the laboratory's root certificate as `root`.
"""

import json
import sys
from dataclasses import replace

from servers.answers.hidden import fill

from .places import PLACES, PROXY_NAME, PROXY_PORT
from .programs import CLIENT_SOURCES, REQUESTS, SERVER_SOURCES

_ALL_VERSIONS = ["ssl3", "1.0", "1.1", "1.2", "1.3"]


def _between(client, table):
    """The table's words for the versions from client.low to client.high."""
    first, last = _ALL_VERSIONS.index(client.low), _ALL_VERSIONS.index(client.high)
    return [table[v] for v in _ALL_VERSIONS[first:last + 1]]


def _openssl_ciphers(side):
    """OpenSSL's cipher string; versions under 1.2 need security level 0."""
    ciphers = side.ciphers or "DEFAULT"
    return f"{ciphers}:@SECLEVEL=0" if side.low < "1.2" else ciphers


def _target(call, client):
    """Whom to call: by name, or by address so that the stack sends no server name."""
    place = PLACES[call.host]
    return call.host if client.sni else place.address6 if call.family == 6 else place.address


def _url(call, client):
    scheme = "http" if call.port == 80 else "https"
    port = "" if call.port in (80, 443) else f":{call.port}"
    host = _target(call, client)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{port}{call.path}"


def _proxy_url():
    return f"http://{PROXY_NAME}:{PROXY_PORT}"


def _body(call):
    """Body of a POST: long enough to be a request, short enough for a small file."""
    return "<request/>" if call.method == "POST" else ""


def _request(call):
    """A whole HTTP request, for clients that only carry bytes."""
    body = _body(call)
    agent = f"User-Agent: {call.user_agent}\r\n" if call.user_agent else ""
    return (f"{call.method} {call.path} HTTP/1.1\r\nHost: {call.host}\r\n{agent}"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}").encode()


def _gnutls_priority(side):
    words = {"1.0": "TLS1.0", "1.1": "TLS1.1", "1.2": "TLS1.2", "1.3": "TLS1.3"}
    versions = "".join(f":+VERS-{word}" for word in reversed(_between(side, words)))
    extra = f":{side.ciphers}" if side.ciphers else ""
    return f"NORMAL:%VERIFY_ALLOW_SIGN_WITH_SHA1:-VERS-ALL{versions}{extra}"


def _go_limits(side):
    """Lowest and highest version and suites, as code points; the suites are given as such."""
    words = {"1.0": "0x0301", "1.1": "0x0302", "1.2": "0x0303", "1.3": "0x0304"}
    return [words[side.low], words[side.high], *(side.ciphers or "").split()]


def _own_options(client):
    """The options that are not those of _checks()."""
    return [one for one in client.options if one not in ("verify", "trust")]


def _checks(client, tools, trust, *, verify=None, otherwise=None):
    """Arguments for the options "verify" (or its absence) and "trust", in the stack's own words."""
    word = verify if "verify" in client.options else otherwise
    return ([*([word] if word else []),
             *([trust, str(tools.root)] if "trust" in client.options else [])])


def _mono(call, client, tools):
    proxy = [_proxy_url()] if client.proxy else []
    return [*tools.mono(), _url(call, client), call.method, client.low, client.high, *proxy,
            *(client.credentials.split(":") if client.credentials else [])], b""


def _java(call, client, tools):
    """Option "SSLv2Hello": frame the hello as SSLv2 did. Suites have JSSE's names."""
    words = {"ssl3": "SSLv3", "1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2",
             "1.3": "TLSv1.3"}
    protocols = [*_own_options(client), *_between(client, words)]
    return [*tools.java(), *_checks(client, tools, "-trust", verify="-verify"),
            _target(call, client), str(call.port),
            ",".join(protocols), *([client.ciphers] if client.ciphers else [])], _request(call)


def _go(call, client, tools):
    """Options ("-revocation", HOST): is tried while the certificate is looked at."""
    return [*tools.go("client"), *_own_options(client),
            *_checks(client, tools, "-trust", verify="-verify"), _target(call, client), str(call.port),
            *_go_limits(client)], _request(call)


def _mbedtls(call, client, tools):
    """Option "vanish": the process dies when it is shown the certificate."""
    return [*tools.mbedtls(), call.host, str(call.port), client.low, client.high,
            *client.options], _request(call)


def _s_client(call, client, tools):
    """Option "revocation": look at the list of revoked certificates; others are the program's."""
    words = {"1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2", "1.3": "TLSv1.3"}
    argv = ["openssl", "s_client", "-quiet", f"-{call.family}",
            "-connect", f"{call.host}:{call.port}",
            *(["-servername", call.host] if client.sni else ["-noservername"]),
            "-min_protocol", words[client.low],
            "-max_protocol", words[client.high], "-cipher", _openssl_ciphers(client),
            *(one for one in _own_options(client) if one != "revocation"),
            *_checks(client, tools, "-CAfile", verify="-verify_return_error")]
    if "revocation" in client.options:
        argv += ["-crl_check", "-CRL", str(tools.revoked())]
    if client.groups:
        argv += ["-groups", client.groups]
    if client.proxy:
        argv += ["-proxy", f"{PROXY_NAME}:{PROXY_PORT}"]
    if client.certificate_of:
        identity = tools.identity(client.certificate_of)
        argv += ["-cert", str(identity.chain), "-cert_chain", str(identity.chain),
                 "-key", str(identity.key)]
    if client.ehlo:
        argv += ["-starttls", "smtp", "-name", client.ehlo]
        return argv, f"EHLO {client.ehlo}\r\nQUIT\r\n".encode()
    return argv, _request(call)


def _gnutls_cli(call, client, tools):
    """Option "resume"."""
    argv = ["gnutls-cli", "--port", str(call.port), "--priority", _gnutls_priority(client),
            *_checks(client, tools, "--x509cafile", otherwise="--insecure")]
    if not client.sni:
        argv.append("--disable-sni")
    if "resume" in client.options:
        argv.append("--resume")
    return [*argv, call.host], _request(call)


def _nss(call, client, tools):
    words = {"ssl3": "ssl3", "1.0": "tls1.0", "1.1": "tls1.1", "1.2": "tls1.2", "1.3": "tls1.3"}
    name = ["-a", call.host] if client.sni else []
    return ["tstclnt", "-h", _target(call, client), "-p", str(call.port), *name,
            "-d", tools.nss_database(), "-o", "-O",
            "-V", f"{words[client.low]}:{words[client.high]}"], _request(call)


def _content_of(request):
    """The body of a request, or None."""
    return request.body and fill((REQUESTS / request.body).read_text(encoding="utf-8"))


def _curl(call, client, tools):
    """Options "timeout=SECONDS", "http2": all requests together, on one connection.
    Credentials go to the proxy once it has asked for them."""
    if not call.requests:
        return ["curl", *_curl_request(call, client, tools)], b""
    argv = ["curl", *(["--parallel"] if "http2" in client.options else [])]
    for number, request in enumerate(call.requests):
        one = replace(call, method=request.method, path=fill(request.path),
                      user_agent=request.user_agent)
        argv += [*(["--next"] if number else []), *_curl_request(one, client, tools, request)]
    return argv, b""


def _curl_request(call, client, tools, request=None):
    """The arguments of one request."""
    argv = ["--silent", *_checks(client, tools, "--cacert", otherwise="--insecure"),
            "--http2" if "http2" in client.options else "--http1.1", f"-{call.family}",
            "-X", call.method]
    if client.proxy:
        argv += ["--proxy", _proxy_url()]
    if client.credentials:
        argv += ["--proxy-user", client.credentials, "--proxy-anyauth"]
    if call.port != 80:
        argv += [f"--tlsv{client.low}", "--tls-max", client.high,
                 "--ciphers", _openssl_ciphers(client)]
    if call.user_agent:
        argv += ["--user-agent", call.user_agent]
    if request:
        argv += [] if request.user_agent else ["--header", "User-Agent:"]
        argv += [word for name, value in request.headers
                 for word in ("--header", f"{name}: {fill(value)}")]
        argv += ["--data-binary", _content_of(request)] if request.body else []
    elif call.method == "POST":
        argv += ["--data", _body(call)]
    for option in _own_options(client):
        argv += [] if option == "http2" else ["--max-time", option.removeprefix("timeout=")]
    return [*argv, _url(call, client)]


def _wget(call, client, tools):
    proxy = ["-e", "use_proxy=yes", "-e", f"https_proxy={_proxy_url()}"] if client.proxy else []
    return ["wget", "--quiet", "--output-document=-", "--tries=1", "--no-check-certificate",
            f"--ciphers={_gnutls_priority(client)}", *proxy, _url(call, client)], b""


def _python(call, client, tools):
    """Options are those of python_client.py."""
    argv = [sys.executable, str(CLIENT_SOURCES / "python_client.py"), *_own_options(client),
            *_checks(client, tools, "--trust", verify="--verify")]
    if not client.sni:
        argv.append("--no-name")
    if client.proxy:
        argv += ["--proxy", f"{PROXY_NAME}:{PROXY_PORT}"]
    if client.credentials:
        argv += ["--credentials", client.credentials]
    return [*argv, call.host, str(call.port), client.low, client.high,
            _openssl_ciphers(client)], _request(call)


def _requests(call, client, tools):
    """HTTP/1.1 by request_client.py: several requests at once, if they are pipelined."""
    groups = []
    for request in call.requests:
        body = (_content_of(request) or "").encode()
        headers = [("Host", call.host), *request.headers,
                   *([("User-Agent", request.user_agent)] if request.user_agent else []),
                   *([("Content-Length", str(len(body)))] if request.method == "POST" else [])]
        lines = [f"{request.method} {fill(request.path)} HTTP/1.1",
                 *(f"{name}: {fill(value)}" for name, value in headers), "", ""]
        if not request.pipelined:
            groups.append([])
        groups[-1].append("\r\n".join(lines) + body.decode())
    return [sys.executable, str(CLIENT_SOURCES / "request_client.py"), call.host, str(call.port),
            client.low, client.high, _openssl_ciphers(client)], json.dumps(groups).encode()


def _smtplib(call, client, tools):
    identity = tools.identity(client.certificate_of) if client.certificate_of else None
    return [sys.executable, str(CLIENT_SOURCES / "smtp_client.py"), *client.options, _target(call, client),
            str(call.port), client.ehlo, client.low, client.high, _openssl_ciphers(client),
            *([str(identity.chain), str(identity.key)] if identity else [])], b""


def _getent(call, client, tools):
    """Only asks for the name's addresses; the dot: no search list, no second question."""
    return ["getent", f"ahostsv{call.family}", f"{call.host}."], b""


def _quic(call, client, tools):
    """HTTP/3 over QUIC version 1; the server name is that of the host."""
    return ["gtlsclient", "--quiet", "--no-quic-dump", "--no-http-dump",
            "--exit-on-all-streams-close", call.host, str(call.port), _url(call, client)], b""


def _perl(call, client, tools):
    words = {"ssl3": "SSLv3", "1.0": "TLSv1", "1.1": "TLSv1_1", "1.2": "TLSv1_2",
             "1.3": "TLSv1_3"}
    allowed = _between(client, words)
    versions = ":".join(["SSLv23", *(f"!{word}" for word in words.values()
                                     if word not in allowed)])
    return ["perl", str(CLIENT_SOURCES / "perl_client.pl"), call.host, str(call.port),
            versions, _openssl_ciphers(client)], _request(call)


def _socat(call, client, tools):
    address = (f"OPENSSL:{call.host}:{call.port},verify=0,snihost={call.host},"
               f"openssl-min-proto-version=TLS{client.low},"
               f"openssl-max-proto-version=TLS{client.high},"
               f"cipher={_openssl_ciphers(client)}".replace(":@", "\\:@"))
    return ["socat", "-t", "2", "STDIO", address], _request(call)


def _python_server(program, server, place, port, identity, tools):
    return [sys.executable, str(SERVER_SOURCES / program),
            "--address", place, "--port", str(port),
            "--key", str(identity.key), "--chain", str(identity.chain),
            "--low", server.low, "--high", server.high, "--ciphers", _openssl_ciphers(server),
            "--below", server.below, "--act", server.act,
            *(["--act-above", server.act_above] if server.act_above else []),
            *(["--group", server.groups] if server.groups else []),
            *(["--ask", str(tools.root)] if server.asks else [])]


def _openssl_server(server, place, port, identity, tools):
    return _python_server("openssl_server.py", server, place, port, identity, tools)


def _exchange_server(server, place, port, identity, tools):
    return [*_python_server("exchange_server.py", server, place, port, identity, tools),
            *(["--plain"] if port == 80 else []), *server.answers]


def _smtp_server(server, place, port, identity, tools):
    return [*_python_server("smtp_server.py", server, place, port, identity, tools),
            "--banner", server.banner]


def _go_server(server, place, port, identity, tools):
    return [*tools.go("server"), place, str(port), str(identity.chain), str(identity.key),
            *_go_limits(server)]


def _gnutls_serv(server, place, port, identity, tools):
    names = [f"--sni-hostname={server.serves}"] if server.serves else []
    if server.act == "alert112":
        names.append("--sni-hostname-fatal")
    return ["gnutls-serv", "--quiet", "--http", "--nodb", "--disable-client-cert",
            "--port", str(port), "--priority", _gnutls_priority(server),
            "--x509certfile", str(identity.chain), "--x509keyfile", str(identity.key), *names]


def _plain_http(server, place, port, identity, tools):
    return [sys.executable, str(SERVER_SOURCES / "http_server.py"), place, str(port)]


#: key -> (name for the expectation, function)
CLIENTS = {
    "mono": ("Mono 6.8 HttpWebRequest (BoringSSL)", _mono),
    "java": ("Java 17 JSSE", _java),
    "go": ("Go 1.19 crypto/tls", _go),
    "mbedtls": ("mbed TLS 2.28", _mbedtls),
    "s_client": ("OpenSSL 3.0 s_client", _s_client),
    "gnutls": ("GnuTLS 3.7 gnutls-cli", _gnutls_cli),
    "nss": ("NSS 3.87 tstclnt", _nss),
    "curl": ("curl 7.88 (OpenSSL 3.0)", _curl),
    "wget": ("wget 1.21 (GnuTLS 3.7)", _wget),
    "python": ("Python 3.11 ssl (OpenSSL 3.0)", _python),
    "requests": ("Python 3.11 HTTP client with ssl (OpenSSL 3.0)", _requests),
    "smtplib": ("Python 3.11 smtplib and ssl (OpenSSL 3.0)", _smtplib),
    "getent": ("getent (resolver of glibc 2.36)", _getent),
    "quic": ("ngtcp2 0.12 gtlsclient (GnuTLS 3.7)", _quic),
    "perl": ("Perl IO::Socket::SSL 2.081 (OpenSSL 3.0)", _perl),
    "socat": ("socat 1.7 (OpenSSL 3.0)", _socat),
}
SERVERS = {
    "openssl": ("Python 3.11 ssl (OpenSSL 3.0)", _openssl_server),
    "exchange": ("Python 3.11 HTTP server with ssl (OpenSSL 3.0)", _exchange_server),
    "exchange_h2": ("Python 3.11 HTTP/2 server with ssl (OpenSSL 3.0) and h2 4.1",
                    _exchange_server),
    "smtp": ("Python 3.11 SMTP server with ssl (OpenSSL 3.0)", _smtp_server),
    "go": ("Go 1.19 crypto/tls", _go_server),
    "gnutls": ("GnuTLS 3.7 gnutls-serv", _gnutls_serv),
    "http": ("Python 3.11, plain HTTP", _plain_http),
}

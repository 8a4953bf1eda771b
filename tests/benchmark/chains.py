# SPDX-License-Identifier: GPL-2.0-or-later
"""TLS flows with certificate chains like those of public servers: a leaf with 30 names, its intermediate, the root.

Nobody checks a signature here: keys and signatures are random bytes, as long as real ones.
"""

import random
import struct

#: Names of a leaf, and certificates of a message, as public servers have them.
NAMES_OF_A_LEAF = 30
#: Servers that many flows go to, each with a chain of its own.
SERVERS = 12
#: One intermediate and one root sign for so many servers.
SERVERS_OF_AN_AUTHORITY = 4
#: Records of application data that the server sends in a flow, one a frame; every second one is acknowledged.
ANSWERS, ANSWER_BYTES = 30, 1300

# ITU-T X.690: identifier octets.
_BOOLEAN, _INTEGER, _BIT_STRING, _OCTET_STRING, _OBJECT, _UTF8, _PRINTABLE, _TIME = 1, 2, 3, 4, 6, 12, 19, 23
_SEQUENCE, _SET = 0x30, 0x31
_NULL = b"\5\0"
#: The base point of P-256 (SEC 2): a public key has to lie on the curve.
_P256_POINT = bytes.fromhex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")


def _der(tag, *contents):
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _object(text):
    first, second, *others = map(int, text.split("."))
    octets = [40 * first + second]
    for number in others:
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.insert(0, number & 0x7F | 0x80)
        octets += septets
    return _der(_OBJECT, bytes(octets))


def _name(organization, common_name):
    parts = (("2.5.4.6", _PRINTABLE, "US"), ("2.5.4.10", _UTF8, organization), ("2.5.4.3", _UTF8, common_name))
    return _der(_SEQUENCE, *(_der(_SET, _der(_SEQUENCE, _object(kind), _der(tag, text.encode()))) for kind, tag, text in parts))


def _extension(kind, *contents, critical=False):
    flag = _der(_BOOLEAN, b"\xff") if critical else b""
    return _der(_SEQUENCE, _object(kind), flag, _der(_OCTET_STRING, *contents))


def _address(tag, text):
    return _der(tag, text.encode())


class _Authority:
    """What signs: a name, and the form of its keys."""

    def __init__(self, common_name, rsa):
        self.name = _name("Example Trust Services", common_name)
        self.rsa = rsa
        self.key = random.randbytes(20)


def _key(rsa):
    if rsa:
        modulus = b"\0" + bytes([0xC0 | random.getrandbits(6)]) + random.randbytes(254) + b"\1"
        numbers = _der(_SEQUENCE, _der(_INTEGER, modulus), _der(_INTEGER, b"\1\0\1"))
        return _der(_SEQUENCE, _der(_SEQUENCE, _object("1.2.840.113549.1.1.1"), _NULL), _der(_BIT_STRING, b"\0", numbers))
    algorithm = _der(_SEQUENCE, _object("1.2.840.10045.2.1"), _object("1.2.840.10045.3.1.7"))
    return _der(_SEQUENCE, algorithm, _der(_BIT_STRING, b"\0", _P256_POINT))


def _signature(rsa):
    if rsa:
        return _der(_SEQUENCE, _object("1.2.840.113549.1.1.11"), _NULL), _der(_BIT_STRING, b"\0", random.randbytes(256))
    numbers = _der(_SEQUENCE, *(_der(_INTEGER, b"\x55" + random.randbytes(31)) for _ in range(2)))
    return _der(_SEQUENCE, _object("1.2.840.10045.4.3.2")), _der(_BIT_STRING, b"\0", numbers)


def _certificate(issuer, subject, key, own_key, extensions):
    algorithm, signature = _signature(issuer.rsa)
    location = "example-trust.com/authority"
    validity = _der(_SEQUENCE, _der(_TIME, b"250101000000Z"), _der(_TIME, b"401231235959Z"))
    common = (
        _extension("2.5.29.14", _der(_OCTET_STRING, own_key)),
        _extension("2.5.29.35", _der(_SEQUENCE, _der(0x80, issuer.key))),
        _extension("2.5.29.15", _der(_BIT_STRING, b"\5\xa0"), critical=True),
        _extension("2.5.29.37", _der(_SEQUENCE, _object("1.3.6.1.5.5.7.3.1"), _object("1.3.6.1.5.5.7.3.2"))),
        _extension("2.5.29.31", _der(_SEQUENCE, _der(_SEQUENCE, _der(0xA0, _der(0xA0, _address(0x86, f"http://crl.{location}.crl")))))),
        _extension("2.5.29.32", _der(_SEQUENCE, _der(_SEQUENCE, _object("2.23.140.1.2.2")))),
        _extension("1.3.6.1.5.5.7.1.1", _der(
            _SEQUENCE, _der(_SEQUENCE, _object("1.3.6.1.5.5.7.48.1"), _address(0x86, f"http://ocsp.{location}")),
            _der(_SEQUENCE, _object("1.3.6.1.5.5.7.48.2"), _address(0x86, f"http://certificates.{location}.crt")))),
    )
    body = _der(_SEQUENCE, _der(0xA0, _der(_INTEGER, b"\2")), _der(_INTEGER, b"\1" + random.randbytes(15)), algorithm, issuer.name,
                validity, subject, key, _der(0xA3, _der(_SEQUENCE, *common, *extensions)))
    return _der(_SEQUENCE, body, algorithm, signature)


class Chains:
    """Makes chains; the same ones in the same order each time. RSA of 2048 bits and P-256 in turn."""

    def __init__(self):
        random.seed(2048)
        self._number = 0

    def authorities(self):
        """An intermediate and a root: (what signs leaves, their certificates)."""
        rsa, number = self._number % 2 == 0, self._number
        root, intermediate = _Authority(f"Example Root {number}", rsa), _Authority(f"Example TLS Issuing {number}", rsa)
        is_authority = _extension("2.5.29.19", _der(_SEQUENCE, _der(_BOOLEAN, b"\xff")), critical=True)
        sent = [_certificate(root, authority.name, _key(rsa), authority.key, [is_authority]) for authority in (intermediate, root)]
        self._number += 1
        return intermediate, sent

    def message(self, authorities, host):
        """A server's Certificate message, as of TLS 1.2."""
        issuer, sent = authorities
        names = [host, *(f"service{number}.{host}" for number in range(1, NAMES_OF_A_LEAF))]
        timestamps = b"\0\xf0" + (b"\0\x76" + random.randbytes(118)) * 2
        extensions = (_extension("2.5.29.17", _der(_SEQUENCE, *(_address(0x82, name) for name in names))),
                      _extension("1.3.6.1.4.1.11129.2.4.2", _der(_OCTET_STRING, timestamps)))
        leaf = _certificate(issuer, _name("Example", host), _key(issuer.rsa), random.randbytes(20), extensions)
        chain = b"".join(_vector24(certificate) for certificate in (leaf, *sent))
        return _handshake(11, _vector24(chain))


def _vector24(contents):
    return len(contents).to_bytes(3, "big") + contents


def _handshake(kind, body):
    return bytes([kind]) + _vector24(body)


def _record(kind, contents):
    return struct.pack(">BHH", kind, 0x0303, len(contents)) + contents


_CHANGE_CIPHER_SPEC = _record(20, b"\1")
_FINISHED = _record(22, random.Random(1).randbytes(40))  # encrypted


def _client_hello(host):
    suites = struct.pack(">8H", 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023, 0xC028, 0xC027)
    name = struct.pack(">BH", 0, len(host)) + host
    extensions = b"".join(struct.pack(">HH", kind, len(body)) + body for kind, body in (
        (0, struct.pack(">H", len(name)) + name), (10, struct.pack(">4H", 6, 29, 23, 24)), (11, b"\1\0"),
        (13, struct.pack(">6H", 10, 0x0804, 0x0401, 0x0403, 0x0501, 0x0503)), (23, b""), (0xFF01, b"\0")))
    return _handshake(1, b"".join((struct.pack(">H", 0x0303), bytes(range(32)), b"\0", struct.pack(">H", len(suites)), suites,
                                   b"\1\0", struct.pack(">H", len(extensions)), extensions)))


def payloads(host, certificate, rsa):
    """What the two ends of a complete flow send, as (the client, bytes)."""
    suite = 0xC02F if rsa else 0xC02B  # TLS_ECDHE_RSA_ and TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    server_hello = struct.pack(">H", 0x0303) + bytes(range(32)) + b"\0" + struct.pack(">HB", suite, 0)
    point = b"\3\0\x17" + bytes([len(_P256_POINT)]) + _P256_POINT
    signature = struct.pack(">HH", *((0x0401, 256) if rsa else (0x0403, 70))) + bytes(256 if rsa else 70)
    first = b"".join(_record(22, message) for message in (
        _handshake(2, server_hello), certificate, _handshake(12, point + signature), _handshake(14, b"")))
    exchange = _record(22, _handshake(16, bytes([len(_P256_POINT)]) + _P256_POINT))
    yield True, _record(22, _client_hello(host.encode()))
    yield False, first
    yield True, exchange + _CHANGE_CIPHER_SPEC + _FINISHED
    yield False, _CHANGE_CIPHER_SPEC + _FINISHED
    yield True, _record(23, bytes(600))
    for number in range(ANSWERS):
        yield False, _record(23, bytes(ANSWER_BYTES))
        if number % 2:
            yield True, b""

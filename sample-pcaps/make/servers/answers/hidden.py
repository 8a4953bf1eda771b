# SPDX-License-Identifier: GPL-2.0-or-later
"""What requests and answers hold that no report may show: secrets, and mail addresses.

All are made up. Texts name them as $NAME; `fill` puts them in, and `secrets_of` and `addresses_of`
tell which of them a text holds, for the expectation.
"""

import base64
import json
import re
from dataclasses import dataclass
from string import Template

TENANT = "8c2f3a1e-0b6d-4c57-9e21-d0a4b7f61c35"
_EXCHANGE = f"00000002-0000-0ff1-ce00-000000000000@{TENANT}"
_ISSUER = f"00000001-0000-0000-c000-000000000000@{TENANT}"
_AUDIENCE = f"00000002-0000-0ff1-ce00-000000000000/outlook.office365.com@{TENANT}"
#: From June 2025 to the end of 2037: valid whenever the laboratory is at work.
_TIMES = {"nbf": 1748736000, "exp": 2145916799}

ADDRESSES = {
    "alice": "alice.asker@contoso.com", "bob": "bob.asked@contoso.mail.onmicrosoft.com",
    "carol": "carol.unsynced@contoso.com", "room": "room.seven@contoso.onmicrosoft.com",
}


@dataclass(frozen=True)
class Secret:
    """A secret as it is sent, the parts of it that are secret by themselves, and the names of the
    addresses that it holds."""
    text: str
    parts: tuple = ()
    addresses: tuple = ()


def _encoded(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _token(algorithm, signature, **claims):
    """A JSON Web Token; the signature is only a word."""
    head = {"typ": "JWT", "alg": algorithm}
    if algorithm != "none":
        head["x5t"] = "laboratory-x5t"
    return ".".join([*(_encoded(json.dumps(one, separators=(",", ":"))) for one in (head, claims)),
                     _encoded(signature) if signature else ""])


def _signed(word, **claims):
    """A signed token as a secret."""
    text = _token("RS256", word, **_TIMES, **claims)
    return Secret(text, (_encoded(word),))


def _basic(user, word):
    """What Authorization: Basic bears."""
    return Secret(base64.b64encode(f"{user}:{word}".encode()).decode(), (word,))


_ACTOR = _signed("signature of the actor token, laboratory", iss=_ISSUER, identityprovider=_ISSUER,
                 aud=_AUDIENCE, nameid=_EXCHANGE, sub="5f0d6a52-1c1b-4b0e-a6a4-0c6f3f1f7a11",
                 oid="5f0d6a52-1c1b-4b0e-a6a4-0c6f3f1f7a11", trustedfordelegation="true")
#: By the names that texts call them.
SECRETS = {
    "actor_token": _ACTOR,
    "outer_token": Secret(
        _token("none", "", iss=_EXCHANGE, aud=_AUDIENCE, **_TIMES,
               nameid="S-1-5-21-1004336348-1177238915-682003330-1104",
               nii="urn:federation:MicrosoftOnline", smtp=ADDRESSES["alice"],
               upn=ADDRESSES["alice"], sip=ADDRESSES["alice"], actortoken=_ACTOR.text),
        (_ACTOR.text, *_ACTOR.parts), ("alice",)),
    "assertion": _signed("signature of the assertion, laboratory",
                         iss=_EXCHANGE, aud=f"{_ISSUER}/accounts.accesscontrol.windows.net@{TENANT}"),
    "graph_token": _signed("signature of the graph token, laboratory",
                           iss=f"https://sts.windows.net/{TENANT}/", aud="https://graph.microsoft.com",
                           appid="3e1f6b0a-6f1c-4f0e-8a55-7d1f2c9b4e60"),
    "odd_token": Secret("%%%laboratory~odd~token%%%.***.not/base64/at+all"),
    "backend_cookie": Secret("laboratory-backend-cookie-Zm9yYnJlYWtmYXN0"),
    "exchange_cookie": Secret("laboratory-exchangecookie-6b1d0c4f"),
    "basic_alice": _basic("CONTOSO\\alice", "Laboratory-Pass-Alice-41!"),
    "basic_service": _basic("CONTOSO\\svc-impersonate", "Laboratory-Pass-Service-77!"),
    "delegation_token": Secret("laboratoryDelegationTokenCipherValueQUJDREVG"),
    "proof_key": Secret("laboratoryProofKeyBinarySecretR0hJSktM"),
    "assertion_signature": Secret("laboratorySamlSignatureValueTU5PUFFS"),
}
_TEXTS = {"tenant": TENANT, **ADDRESSES, **{name: one.text for name, one in SECRETS.items()}}


def fill(text):
    """The text with everything that it names."""
    return Template(text).substitute(_TEXTS)


def secrets_of(texts):
    """Strings of all secrets that the texts name."""
    return list(dict.fromkeys(part for name in _named(texts) if name in SECRETS
                              for part in (SECRETS[name].text, *SECRETS[name].parts)))


def addresses_of(texts):
    """All mail addresses that the texts name, in tokens too."""
    names = [inner for name in _named(texts)
             for inner in ((name,) if name in ADDRESSES else
                           SECRETS[name].addresses if name in SECRETS else ())]
    return list(dict.fromkeys(ADDRESSES[name] for name in names))


def _named(texts):
    return [name for text in texts for name in re.findall(r"\$(\w+)", text)]

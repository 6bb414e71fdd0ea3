"""Makes and checks tokens with joserfc, in one go; instructions and answers are those of mint.mjs."""

import base64
import json
import os
import re
import sys
import urllib.request

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

HASHES = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}
KEYS = {}  # those that were made here
GIVEN = {}  # PEM


def pair(name):
    if name in GIVEN:
        return RSAKey.import_key(GIVEN[name])
    if name not in KEYS:
        KEYS[name] = ECKey.generate_key("P-256") if name.startswith("ec-") else RSAKey.generate_key(2048)
    return KEYS[name]


def secret(name):
    key = pair("rsa-one")
    jwk = key.as_dict(private=False)
    return {
        "secret-pem": lambda: key.as_pem(private=False),
        "secret-jwk": lambda: json.dumps(jwk).encode(),
        "secret-n": lambda: jwk["n"].encode(),
    }[name]()


def encode(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sign_by_hand(one):
    payload = encode(json.dumps(one["claims"]).encode()) if "claims" in one else one["payload"]
    signed = encode(json.dumps(one["header"]).encode()) + "." + payload
    algorithm = one.get("sign_as", one["header"].get("alg"))
    return signed + "." + (encode(signature(signed.encode(), algorithm, one["key"])) if algorithm else "")


def signature(content, algorithm, key):
    digest = HASHES[algorithm[2:]]()
    if algorithm.startswith("HS"):
        mac = hmac.HMAC(secret(key), digest)
        mac.update(content)
        return mac.finalize()
    private = pair(key).private_key
    if algorithm.startswith("ES"):
        r, s = decode_dss_signature(private.sign(content, ec.ECDSA(digest)))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return private.sign(content, padding.PKCS1v15(), digest)


def sign(one):
    if one.get("by_hand"):
        return sign_by_hand(one)
    payload = json.dumps(one["claims"]).encode()
    registry = jws.JWSRegistry(algorithms=[one["header"]["alg"]], strict_check_header=False)
    return jws.serialize_compact(one["header"], payload, pair(one["key"]), registry=registry)


def verify(one):
    try:
        with urllib.request.urlopen(one["jwks_uri"]) as answer:
            keys = json.load(answer)
        for key in keys["keys"]:
            if not all(re.fullmatch("[A-Za-z0-9_-]+", key[part]) for part in ("n", "e")):
                raise ValueError("not base64url")
        token = jwt.decode(one["token"], KeySet.import_key_set(keys), algorithms=["RS256"])
        jwt.JWTClaimsRegistry(iss={"essential": True, "value": one["issuer"]}).validate(token.claims)
        return {"claims": token.claims}
    except Exception as problem:  # whatever it is, the test tells it
        return {"problem": repr(problem)}


def main():
    if log := os.environ.get("FULLMAKT_TEST_PEERS_LOG"):
        with open(log, "a", encoding="utf-8") as lines:
            lines.write(sys.argv[0] + "\n")
    instructions = json.load(sys.stdin)
    GIVEN.update(instructions.get("private", {}))
    answer = {
        "signed": [sign(one) for one in instructions.get("sign", [])],
        "verified": [verify(one) for one in instructions.get("verify", [])],
        "keys": {name: key.as_dict(private=False) for name, key in KEYS.items()},
    }
    print(json.dumps(answer))


main()

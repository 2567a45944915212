# Checks a badge without asking about it: python3 python.py https://certify.example 'HTTPS://CERTIFY.EXAMPLE/V/2KCE…'
# Debian: apt install python3-cryptography python3-cbor2
import base64, gzip, json, sys, time, urllib.request
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

issuer, scanned = sys.argv[1:]
get = lambda path: urllib.request.urlopen(issuer + path).read().decode()
b64 = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
keys = json.loads(get("/.well-known/jwks.json"))["keys"]

def verify(key, signature, data):
    public = ec.EllipticCurvePublicNumbers(*(int.from_bytes(b64(key[c]), "big") for c in "xy"), ec.SECP256R1()).public_key()
    r_s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    public.verify(utils.encode_dss_signature(*r_s), data, ec.ECDSA(hashes.SHA256()))

def is_set(purpose, index):
    signed, _, signature = get(f"/.well-known/badge-status/{purpose}/{index // 131072}").rpartition(".")
    head, body = (json.loads(b64(part)) for part in signed.split("."))
    verify(next(k for k in keys if k["kid"] == head["kid"]), b64(signature), signed.encode())
    bits = gzip.decompress(b64(body["credentialSubject"]["encodedList"][1:]))
    return bits[index % 131072 // 8] >> (7 - index % 8) & 1

try:
    token = scanned.upper().rpartition("/V/")[2]
    header, _, payload, signature = cbor2.loads(base64.b32decode(token + "=" * (-len(token) % 8))).value
    key = next(k for k in keys if k["coseKid"] == cbor2.loads(header)[4].hex() and "compromisedSince" not in k)
    verify(key, signature, cbor2.dumps(["Signature1", header, b"", payload]))
    claims = cbor2.loads(payload)
    name, address, index = (claims[-65537][i] for i in (1, 2, 3))
    print("noLongerInForce" if is_set("revocation", index) else "expired" if claims[4] <= time.time()
          else "suspended" if is_set("suspension", index) else "valid", name, address)
except (InvalidSignature, StopIteration):
    print("forged")
except (ValueError, EOFError, AttributeError, TypeError):
    print("unreadable")

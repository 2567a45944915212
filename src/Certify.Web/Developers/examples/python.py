# Checks a badge without asking about it: python3 python.py https://certify.example 'HTTPS://CERTIFY.EXAMPLE/V/2KCE…'
# Debian: apt install python3-jwt python3-cryptography python3-cbor2
import base64, gzip, json, sys, time, urllib.request, cbor2, jwt

issuer, token = sys.argv[1], sys.argv[2].upper().rpartition("/V/")[2]
get = lambda path: urllib.request.urlopen(issuer + path).read().decode()
keys = [jwt.PyJWK(key) for key in json.loads(get("/.well-known/jwks.json"))["keys"] if "compromisedSince" not in key]
key_of = lambda kid: next((k.key for k in keys if base64.urlsafe_b64decode(k.key_id + "=").startswith(kid)), None)

def is_set(purpose, index):
    signed = get(f"/.well-known/badge-status/{purpose}/{index // 131072}")
    kid = base64.urlsafe_b64decode(jwt.get_unverified_header(signed)["kid"] + "=")
    bits = jwt.decode(signed, key_of(kid), ["ES256"])["credentialSubject"]["encodedList"][1:]
    return gzip.decompress(base64.urlsafe_b64decode(bits + "=="))[index % 131072 // 8] >> (7 - index % 8) & 1

try:
    header, _, payload, signature = cbor2.loads(base64.b32decode(token + "=" * (-len(token) % 8))).value
    key, signed = key_of(cbor2.loads(header)[4]), cbor2.dumps(["Signature1", header, b"", payload])
    if not key or not jwt.get_algorithm_by_name("ES256").verify(signed, key, signature): sys.exit(print("forged"))
    claims = cbor2.loads(payload)
    name, index = claims[-65537][1], claims[-65537][3]
    print("noLongerInForce" if is_set("revocation", index) else "expired" if claims[4] <= time.time()
          else "suspended" if is_set("suspension", index) else "valid", name)
except (ValueError, EOFError, AttributeError, TypeError):
    print("unreadable")

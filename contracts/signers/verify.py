"""Recomputes every vector of signature-vectors.json with the standard library of Python."""
import base64
import hashlib
import hmac
import json
import pathlib
import sys


def sign(method, path_with_query, timestamp, access_key, secret_key):
    string_to_sign = f"{method} {path_with_query}\n{timestamp}\n{access_key}"
    digest = hmac.new(secret_key.encode(), string_to_sign.encode(), hashlib.sha256).digest()
    return string_to_sign, base64.b64encode(digest).decode()


file = pathlib.Path(__file__).parent.parent / "signature-vectors.json"
vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]
wrong = [
    v["name"]
    for v in vectors
    if sign(v["method"], v["pathWithQuery"], v["timestamp"], v["accessKey"], v["secretKey"])
    != (v["stringToSign"], v["signature"])
]
print(f"Python: {len(vectors)} vectors, {len(wrong)} wrong {' '.join(wrong)}".rstrip())
sys.exit(1 if wrong or not vectors else 0)

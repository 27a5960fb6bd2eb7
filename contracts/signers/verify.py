"""Compares the signer with every vector of signature-vectors.json."""
import json
import pathlib
import sys

from ncloud_signature import sign

file = pathlib.Path(__file__).parent.parent / "signature-vectors.json"
vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]
wrong = [
    v["name"]
    for v in vectors
    if sign(v["method"], v["pathWithQuery"], v["timestamp"], v["accessKey"], v["secretKey"])
    != {
        "x-ncp-apigw-timestamp": v["timestamp"],
        "x-ncp-iam-access-key": v["accessKey"],
        "x-ncp-apigw-signature-v2": v["signature"],
    }
]
print(f"Python: {len(vectors)} vectors, {len(wrong)} wrong {' '.join(wrong)}".rstrip())
sys.exit(1 if wrong or not vectors else 0)

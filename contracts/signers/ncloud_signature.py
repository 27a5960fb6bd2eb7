"""Signs requests to the management API of NAVER Cloud's API Gateway."""
import base64
import hashlib
import hmac


def sign(method, path_with_query, timestamp, access_key, secret_key):
    """Returns the three headers that sign a request.

    path_with_query: as on the request line: percent-encoded, with /api/v1 and the query
    timestamp: milliseconds since 1970-01-01T00:00:00Z
    """
    string_to_sign = f"{method} {path_with_query}\n{timestamp}\n{access_key}"
    digest = hmac.new(secret_key.encode(), string_to_sign.encode(), hashlib.sha256).digest()
    return {
        "x-ncp-apigw-timestamp": str(timestamp),
        "x-ncp-iam-access-key": access_key,
        "x-ncp-apigw-signature-v2": base64.b64encode(digest).decode(),
    }

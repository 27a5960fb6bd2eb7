"""Signs what the two generated clients send, with contracts/signers/ncloud_signature.py."""

import time

import httpx
import urllib3
from ncloud_signature import sign


class SigningAuth(httpx.Auth):
    """For clients on httpx, such as those of openapi-python-client."""

    def __init__(self, access_key: str, secret_key: str):
        self._keys = access_key, secret_key

    def auth_flow(self, request: httpx.Request):
        target = request.url.raw_path.decode()  # path and query as they are sent
        request.headers.update(sign(request.method, target, round(time.time() * 1000), *self._keys))
        yield request


class SigningPool(urllib3.PoolManager):
    """For clients on urllib3, such as those of openapi-generator."""

    def __init__(self, access_key: str, secret_key: str):
        super().__init__(retries=False)  # no redirects, which would take the signature to another host
        self._keys = access_key, secret_key

    def urlopen(self, method: str, url: str, **kwargs):
        target = urllib3.util.parse_url(url).request_uri  # path and query as they are sent
        headers = sign(method, target, round(time.time() * 1000), *self._keys)
        return super().urlopen(method, url, **{**kwargs, "headers": {**(kwargs.get("headers") or {}), **headers}})

"""Every module loads, and a body that has rules between its members is typed and keeps them all."""

import importlib
import pkgutil

import api_gateway
from api_gateway.models import CreateUsagePlanRequest

for module in pkgutil.walk_packages(api_gateway.__path__, "api_gateway."):
    importlib.import_module(module.name)

body = {"usagePlanName": "gold", "monthQuotaRequest": 10, "dayQuotaRequest": 5, "quotaCondition": "2xx"}
assert CreateUsagePlanRequest.from_dict(body).to_dict() == body

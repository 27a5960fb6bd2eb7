"""Every module loads, and a body that has rules between its members keeps them all."""

import importlib
import pkgutil

import openapi_client
from openapi_client.models import CreateUsagePlanRequest

for module in pkgutil.walk_packages(openapi_client.__path__, "openapi_client."):
    importlib.import_module(module.name)

body = {"usagePlanName": "gold", "monthQuotaRequest": 10, "dayQuotaRequest": 5, "quotaCondition": "2xx"}
assert CreateUsagePlanRequest.from_dict(body).to_dict() == body
assert hasattr(openapi_client.DashboardApi, "get_dashboard_product_charts"), "the class of the operations is hidden"

import json
import os

from openapi_client import ApiClient, ApiException, Configuration, StageApi, UsagePlanApi
from openapi_client.models import (
    AssociateUsagePlanRequest,
    CreateUsagePlanRequest,
    DisassociateUsagePlanRequest,
)
from signing import SigningPool


def client_with(secret_key: str) -> ApiClient:
    url = os.environ.get("SANDBOX", "http://127.0.0.1:8080") + "/api/v1"
    client = ApiClient(Configuration(host=url))
    client.rest_client.pool_manager = SigningPool("sandbox-access-key", secret_key)
    return client


client = client_with("sandbox-secret-key")
stages = StageApi(client)
usage_plans = UsagePlanApi(client)

stage = "prod000001", "apis000001", "stag000001"
name = "요금제 +&/"

ids = []
for number in 1, 2, 3:
    body = CreateUsagePlanRequest(usage_plan_name=f"{name} {number}", month_quota_request=100, day_quota_request=10)
    ids.append(usage_plans.create_usage_plan(body).usage_plan.usage_plan_id)

for id in ["plan000001", *ids]:
    stages.associate_usage_plan(*stage, AssociateUsagePlanRequest(usage_plan_id=id))
print("Associated plan000001 and", ids)


def find() -> list[str]:
    names = []
    total = 1
    while len(names) < total:
        page = stages.list_stage_usage_plans(*stage, usage_plan_name=name, offset=len(names), limit=2)
        print(f"A page of {len(page.content)} usage plans of {page.total} with {name} in their name")
        names += [plan.usage_plan_name for plan in page.content]
        total = page.total
    return names


found = find()
assert found == [f"{name} 1", f"{name} 2", f"{name} 3"], found

for id in ["plan000001", *ids]:
    stages.disassociate_usage_plan(*stage, DisassociateUsagePlanRequest(usage_plan_id=id))
found = find()
assert found == [], found
for id in ids:
    usage_plans.delete_usage_plan(id)
print("Disassociated and deleted them")


def expect_error(status: int, error_code: str, client: ApiClient):
    try:
        found = UsagePlanApi(client).get_usage_plan("nothing")
    except ApiException as e:
        error = json.loads(e.body)["error"]
        assert (e.status, error["errorCode"]) == (status, error_code), e
        print(f"{status}:", error["details"])
    else:
        raise AssertionError(found)


expect_error(404, "300", client)
expect_error(401, "200", client_with("another-key"))

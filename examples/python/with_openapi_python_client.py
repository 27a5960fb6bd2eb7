import os

from api_gateway import Client
from api_gateway.api.stage import (
    associate_usage_plan,
    disassociate_usage_plan,
    list_stage_usage_plans,
)
from api_gateway.api.usage_plan import create_usage_plan, delete_usage_plan, get_usage_plan
from api_gateway.models import (
    AssociateUsagePlanRequest,
    CreateUsagePlanRequest,
    DisassociateUsagePlanRequest,
)
from signing import SigningAuth


def client_with(secret_key: str) -> Client:
    url = os.environ.get("SANDBOX", "http://127.0.0.1:8080") + "/api/v1"
    return Client(base_url=url, httpx_args={"auth": SigningAuth("sandbox-access-key", secret_key)})


def check(answer, status: int):
    """Returns the body of an answer that has the expected status."""
    assert answer.status_code == status, answer
    return answer.parsed


client = client_with("sandbox-secret-key")
stage = "prod000001", "apis000001", "stag000001"
name = "요금제 +&/"

ids = []
for number in 1, 2, 3:
    body = CreateUsagePlanRequest(usage_plan_name=f"{name} {number}", month_quota_request=100, day_quota_request=10)
    ids.append(check(create_usage_plan.sync_detailed(client=client, body=body), 201).usage_plan.usage_plan_id)

for id in ["plan000001", *ids]:
    body = AssociateUsagePlanRequest(usage_plan_id=id)
    check(associate_usage_plan.sync_detailed(*stage, client=client, body=body), 204)
print("Associated plan000001 and", ids)


def find() -> list[str]:
    names = []
    total = 1
    while len(names) < total:
        answer = list_stage_usage_plans.sync_detailed(
            *stage, client=client, usage_plan_name=name, offset=len(names), limit=2
        )
        page = check(answer, 200)
        print(f"A page of {len(page.content)} usage plans of {page.total} with {name} in their name")
        names += [plan.usage_plan_name for plan in page.content]
        total = page.total
    return names


found = find()
assert found == [f"{name} 1", f"{name} 2", f"{name} 3"], found

for id in ["plan000001", *ids]:
    body = DisassociateUsagePlanRequest(usage_plan_id=id)
    check(disassociate_usage_plan.sync_detailed(*stage, client=client, body=body), 204)
found = find()
assert found == [], found
for id in ids:
    check(delete_usage_plan.sync_detailed(id, client=client), 204)
print("Disassociated and deleted them")

missing = check(get_usage_plan.sync_detailed("nothing", client=client), 404).error
assert missing.error_code == "300", missing
print("404:", missing.details)

refused = check(get_usage_plan.sync_detailed("nothing", client=client_with("another-key")), 401).error
assert refused.error_code == "200", refused
print("401:", refused.details)

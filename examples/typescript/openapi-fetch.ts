import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './generated/openapi.js';
import { signingFetch } from './signing-fetch.js';

const baseUrl = `${process.env.SANDBOX ?? 'http://127.0.0.1:8080'}/api/v1`;
const clientWith = (secretKey: string) =>
  createClient<paths>({ baseUrl, fetch: signingFetch('sandbox-access-key', secretKey) });
const client = clientWith('sandbox-secret-key');

const path = { 'product-id': 'prod000001', 'api-id': 'apis000001', 'stage-id': 'stag000001' };
const stage = '/products/{product-id}/apis/{api-id}/stages/{stage-id}';
const name = '요금제 +&/';

const ids: string[] = [];
for (const number of [1, 2, 3]) {
  const { data, error } = await client.POST('/usage-plans', {
    body: { usagePlanName: `${name} ${number}`, monthQuotaRequest: 100, dayQuotaRequest: 10 },
  });
  if (error) throw new Error(error.error?.details);
  ids.push(data.usagePlan!.usagePlanId!);
}

for (const usagePlanId of ['plan000001', ...ids]) {
  const { response } = await client.POST(`${stage}/associate-usage-plan`, {
    params: { path },
    body: { usagePlanId },
  });
  assert.equal(response.status, 204);
}
console.log('Associated plan000001 and', ids);

async function find(): Promise<string[]> {
  const names: string[] = [];
  for (let total = 1; names.length < total; ) {
    const query = { usagePlanName: name, offset: names.length, limit: 2 };
    const { data, error } = await client.GET(`${stage}/usage-plans`, { params: { path, query } });
    if (error) throw new Error(error.error?.details);
    console.log(`A page of ${data.content!.length} usage plans of ${data.total} with ${name} in their name`);
    names.push(...data.content!.map((plan) => plan.usagePlanName!));
    total = data.total!;
  }
  return names;
}
assert.deepEqual(await find(), [`${name} 1`, `${name} 2`, `${name} 3`]);

for (const usagePlanId of ['plan000001', ...ids]) {
  const { response } = await client.POST(`${stage}/disassociate-usage-plan`, {
    params: { path },
    body: { usagePlanId },
  });
  assert.equal(response.status, 204);
}
assert.deepEqual(await find(), []);
for (const id of ids) {
  const { response } = await client.DELETE('/usage-plans/{usage-plan-id}', { params: { path: { 'usage-plan-id': id } } });
  assert.equal(response.status, 204);
}
console.log('Disassociated and deleted them');

const unknown = { params: { path: { 'usage-plan-id': 'nothing' } } };
const missing = await client.GET('/usage-plans/{usage-plan-id}', unknown);
assert.deepEqual([missing.response.status, missing.error?.error?.errorCode], [404, '300']);
console.log('404:', missing.error?.error?.details);

const refused = await clientWith('another-key').GET('/usage-plans/{usage-plan-id}', unknown);
assert.deepEqual([refused.response.status, refused.error?.error?.errorCode], [401, '200']);
console.log('401:', refused.error?.error?.details);

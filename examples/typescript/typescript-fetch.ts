import assert from 'node:assert/strict';
import { Configuration, ResponseError, StageApi, UsagePlanApi } from './generated/typescript-fetch/index.js';
import { signingFetch } from './signing-fetch.js';

const basePath = `${process.env.SANDBOX ?? 'http://127.0.0.1:8080'}/api/v1`;
const configurationWith = (secretKey: string) =>
  new Configuration({ basePath, fetchApi: signingFetch('sandbox-access-key', secretKey) });
const configuration = configurationWith('sandbox-secret-key');
const stages = new StageApi(configuration);
const usagePlans = new UsagePlanApi(configuration);

const stage = { productId: 'prod000001', apiId: 'apis000001', stageId: 'stag000001' };
const name = '요금제 +&/';

const ids: string[] = [];
for (const number of [1, 2, 3]) {
  const created = await usagePlans.createUsagePlan({
    createUsagePlanRequest: { usagePlanName: `${name} ${number}`, monthQuotaRequest: 100, dayQuotaRequest: 10 },
  });
  ids.push(created.usagePlan!.usagePlanId!);
}

for (const usagePlanId of ['plan000001', ...ids]) {
  await stages.associateUsagePlan({ ...stage, associateUsagePlanRequest: { usagePlanId } });
}
console.log('Associated plan000001 and', ids);

async function find(): Promise<string[]> {
  const names: string[] = [];
  for (let total = 1; names.length < total; ) {
    const query = { usagePlanName: name, offset: names.length, limit: 2 };
    const page = await stages.listStageUsagePlans({ ...stage, ...query });
    console.log(`A page of ${page.content!.length} usage plans of ${page.total} with ${name} in their name`);
    names.push(...page.content!.map((plan) => plan.usagePlanName!));
    total = page.total!;
  }
  return names;
}
assert.deepEqual(await find(), [`${name} 1`, `${name} 2`, `${name} 3`]);

for (const usagePlanId of ['plan000001', ...ids]) {
  await stages.disassociateUsagePlan({ ...stage, disassociateUsagePlanRequest: { usagePlanId } });
}
assert.deepEqual(await find(), []);
for (const usagePlanId of ids) {
  await usagePlans.deleteUsagePlan({ usagePlanId });
}
console.log('Disassociated and deleted them');

async function expectError(status: number, errorCode: string, call: Promise<unknown>) {
  const thrown = await call.catch((error: unknown) => error);
  assert(thrown instanceof ResponseError);
  const { error } = await thrown.response.json();
  assert.deepEqual([thrown.response.status, error.errorCode], [status, errorCode]);
  console.log(`${status}:`, error.details);
}
const unknown = { usagePlanId: 'nothing' };
await expectError(404, '300', usagePlans.getUsagePlan(unknown));
await expectError(401, '200', new UsagePlanApi(configurationWith('another-key')).getUsagePlan(unknown));

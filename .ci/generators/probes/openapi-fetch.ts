// Compiled, not run: what the types let through and what they refuse.
import createClient from 'openapi-fetch';
import type { paths } from './openapi.d.ts';

const client = createClient<paths>({ baseUrl: 'http://127.0.0.1/api/v1' });

const { data } = await client.POST('/usage-plans', { body: { usagePlanName: 'gold', quotaCondition: '2xx' } });
const name: string | undefined = data?.usagePlan?.usagePlanName;
console.log(name);

// @ts-expect-error: the name is required
client.POST('/usage-plans', { body: { rateRps: 1 } });
// @ts-expect-error: a value that is none of those documented
client.POST('/usage-plans', { body: { usagePlanName: 'gold', quotaCondition: '6xx' } });

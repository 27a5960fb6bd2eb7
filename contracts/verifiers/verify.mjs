// Verifies the pact with Pact's JavaScript verifier against a sandbox that was started with --provider-states, and signs
// each request. With the argument --fixed-headers it does not sign; the sandbox then needs --any-signature too. Run it in a
// folder where @pact-foundation/pact is installed. Environment variables: SANDBOX, the origin of the sandbox;
// NCLOUD_ACCESS_KEY and NCLOUD_SECRET_KEY, if the sandbox has other credentials than the default ones.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { sign } from '../signers/ncloud-signature.mjs';

const { Verifier } = createRequire(`${process.cwd()}/`)('@pact-foundation/pact');
const sandbox = process.env.SANDBOX ?? 'http://127.0.0.1:8080';
const accessKey = process.env.NCLOUD_ACCESS_KEY ?? 'sandbox-access-key';
const secretKey = process.env.NCLOUD_SECRET_KEY ?? 'sandbox-secret-key';

let signed = 0;

const signing = {
  requestFilter(request, response, next) {
    Object.assign(request.headers, sign(request.method, request.originalUrl, Date.now(), accessKey, secretKey));
    signed += 1;
    next();
  },
};

const fixedHeaders = {
  customProviderHeaders: {
    'x-ncp-apigw-timestamp': '1505290625682',
    'x-ncp-iam-access-key': 'access-key',
    'x-ncp-apigw-signature-v2': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  },
};

await new Verifier({
  provider: 'ncloud-apigateway',
  providerBaseUrl: sandbox,
  pactUrls: [fileURLToPath(new URL('../pacts/ncloud-apigateway-client-ncloud-apigateway.json', import.meta.url))],
  providerStatesSetupUrl: `${sandbox}/provider-states`,
  ...(process.argv.includes('--fixed-headers') ? fixedHeaders : signing),
  logLevel: 'error',
}).verifyProvider();
console.log(`The pact is verified; ${signed} requests were signed.`);

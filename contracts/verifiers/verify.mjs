// Verifies the pact with Pact's JavaScript verifier against a sandbox that was started with --provider-states, and signs
// each request. Run it in a folder where @pact-foundation/pact is installed. Environment variables: SANDBOX, the origin of
// the sandbox; NCLOUD_ACCESS_KEY and NCLOUD_SECRET_KEY, if the sandbox has other credentials than the default ones.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { Verifier } = createRequire(`${process.cwd()}/`)('@pact-foundation/pact');
const sandbox = process.env.SANDBOX ?? 'http://127.0.0.1:8080';
const accessKey = process.env.NCLOUD_ACCESS_KEY ?? 'sandbox-access-key';
const secretKey = process.env.NCLOUD_SECRET_KEY ?? 'sandbox-secret-key';

let signed = 0;

function sign(request, response, next) {
  const timestamp = String(Date.now());
  const text = `${request.method} ${request.originalUrl}\n${timestamp}\n${accessKey}`;
  request.headers['x-ncp-apigw-timestamp'] = timestamp;
  request.headers['x-ncp-iam-access-key'] = accessKey;
  request.headers['x-ncp-apigw-signature-v2'] = createHmac('sha256', secretKey).update(text).digest('base64');
  signed += 1;
  next();
}

await new Verifier({
  provider: 'ncloud-apigateway',
  providerBaseUrl: sandbox,
  pactUrls: [fileURLToPath(new URL('../pacts/ncloud-apigateway-client-ncloud-apigateway.json', import.meta.url))],
  providerStatesSetupUrl: `${sandbox}/provider-states`,
  requestFilter: sign,
  logLevel: 'error',
}).verifyProvider();
console.log(`${signed} requests signed and answered as the pact says.`);

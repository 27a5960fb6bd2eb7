// Verifies a pact with Pact's JavaScript verifier against a sandbox that was started with --provider-states:
//   node verify.mjs [--fixed-headers] [--url http://127.0.0.1:8080] [PACT]
// The default is our pact. Each request is signed; with --fixed-headers it is not, and the sandbox needs --any-signature too.
// Run it in a folder where @pact-foundation/pact is installed. Environment variables: SANDBOX, the default of --url;
// NCLOUD_ACCESS_KEY and NCLOUD_SECRET_KEY, if the sandbox has other credentials than the default ones.
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { sign } from '../signers/ncloud-signature.mjs';

const { values: options, positionals } = parseArgs({
  options: { 'fixed-headers': { type: 'boolean' }, url: { type: 'string' } },
  allowPositionals: true,
});
const url = options.url ?? process.env.SANDBOX ?? 'http://127.0.0.1:8080';
const pact =
  positionals[0] ??
  fileURLToPath(new URL('../pacts/ncloud-apigateway-client-ncloud-apigateway.json', import.meta.url));

// The verifier prints some lines for each interaction, from native code. So it runs in a process of its own.
if (process.send) {
  await verify();
} else {
  if (!existsSync(pact)) {
    console.error(`There is no pact ${pact}`);
    process.exit(2);
  }
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), { silent: true });
  const done = new Promise((resolve) => child.on('close', resolve));
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), done]);
  const count = JSON.parse(readFileSync(pact, 'utf8')).interactions.length;
  if (status === 0) {
    console.log(`${pact}: ${count} interactions verified against ${url}`);
  } else {
    const output = stripVTControlCharacters(out);
    const failures = output.indexOf('Failures:');
    console.log(failures < 0 ? output + err : output.slice(failures).trimEnd());
    console.log(`${pact}: of ${count} interactions, not all could be verified against ${url}`);
    process.exitCode = 1;
  }
}

async function verify() {
  const { Verifier } = createRequire(`${process.cwd()}/`)('@pact-foundation/pact');
  const accessKey = process.env.NCLOUD_ACCESS_KEY ?? 'sandbox-access-key';
  const secretKey = process.env.NCLOUD_SECRET_KEY ?? 'sandbox-secret-key';
  const signing = {
    requestFilter(request, response, next) {
      Object.assign(request.headers, sign(request.method, request.originalUrl, Date.now(), accessKey, secretKey));
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
    providerBaseUrl: url,
    pactUrls: [pact],
    providerStatesSetupUrl: `${url}/provider-states`,
    ...(options['fixed-headers'] ? fixedHeaders : signing),
    logLevel: 'error',
  }).verifyProvider();
  process.disconnect();
}

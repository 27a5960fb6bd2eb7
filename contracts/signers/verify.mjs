// Compares the signer with every vector of signature-vectors.json.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { sign } from "./ncloud-signature.mjs";

const file = new URL("../signature-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8"));
const wrong = vectors.filter(
  (v) =>
    !isDeepStrictEqual(sign(v.method, v.pathWithQuery, v.timestamp, v.accessKey, v.secretKey), {
      "x-ncp-apigw-timestamp": v.timestamp,
      "x-ncp-iam-access-key": v.accessKey,
      "x-ncp-apigw-signature-v2": v.signature,
    }),
);
console.log(`Node.js: ${vectors.length} vectors, ${wrong.length} wrong ${wrong.map((v) => v.name).join(" ")}`.trim());
process.exit(wrong.length || !vectors.length ? 1 : 0);

// Recomputes every vector of signature-vectors.json with what Node.js brings.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

function sign({ method, pathWithQuery, timestamp, accessKey, secretKey }) {
  const stringToSign = `${method} ${pathWithQuery}\n${timestamp}\n${accessKey}`;
  return { stringToSign, signature: createHmac("sha256", secretKey).update(stringToSign).digest("base64") };
}

const file = new URL("../signature-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8"));
const wrong = vectors.filter((v) => {
  const { stringToSign, signature } = sign(v);
  return stringToSign !== v.stringToSign || signature !== v.signature;
});
console.log(`Node.js: ${vectors.length} vectors, ${wrong.length} wrong ${wrong.map((v) => v.name).join(" ")}`.trim());
process.exit(wrong.length || !vectors.length ? 1 : 0);

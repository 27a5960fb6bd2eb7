import { createHmac } from "node:crypto";

/**
 * Signs a request to the management API of NAVER Cloud's API Gateway.
 *
 * @param {string} method in upper case
 * @param {string} pathWithQuery as on the request line: percent-encoded, with /api/v1 and the query
 * @param {number | string} timestamp milliseconds since 1970-01-01T00:00:00Z
 * @param {string} accessKey
 * @param {string} secretKey
 * @returns {Record<string, string>} the three headers
 */
export function sign(method, pathWithQuery, timestamp, accessKey, secretKey) {
  const stringToSign = `${method} ${pathWithQuery}\n${timestamp}\n${accessKey}`;
  return {
    "x-ncp-apigw-timestamp": String(timestamp),
    "x-ncp-iam-access-key": accessKey,
    "x-ncp-apigw-signature-v2": createHmac("sha256", secretKey).update(stringToSign).digest("base64"),
  };
}

/**
 * Signs a request to the management API of NAVER Cloud's API Gateway.
 *
 * @param method in upper case
 * @param pathWithQuery as on the request line: percent-encoded, with /api/v1 and the query
 * @param timestamp milliseconds since 1970-01-01T00:00:00Z
 * @returns the three headers
 */
export declare function sign(
  method: string,
  pathWithQuery: string,
  timestamp: number | string,
  accessKey: string,
  secretKey: string,
): Record<string, string>;

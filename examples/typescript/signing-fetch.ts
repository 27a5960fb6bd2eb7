import { sign } from '../../contracts/signers/ncloud-signature.mjs';

/** A fetch that signs each request. It follows no redirect, which would take the signature to another host. */
export function signingFetch(accessKey: string, secretKey: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, { ...init, redirect: 'error' });
    const { pathname, search } = new URL(request.url); // as they are sent
    const headers = sign(request.method, pathname + search, Date.now(), accessKey, secretKey);
    Object.entries(headers).forEach(([name, value]) => request.headers.set(name, value));
    return fetch(request);
  };
}

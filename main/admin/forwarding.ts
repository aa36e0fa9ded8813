import type { IncomingHttpHeaders } from 'node:http';

/** Marks that proxies, tunnels and load balancers leave on a request. A browser on this machine sends none of them. */
const FORWARDING = [
  /^forwarded$/,
  /^via$/,
  /^x-forwarded/,
  /^x-original-/,
  /^x-real-ip$/,
  /^x-client-ip$/,
  /^x-cluster-client-ip$/,
  /^x-envoy-/,
  /^x-arr-/,
  /^x-azure-/,
  /^true-client-ip$/,
  /^fastly-client-ip$/,
  /^cf-/,
  /^cdn-loop$/,
  /^ngrok-/,
  /^x-tunnel/,
  /^x-ms-proxy/,
  /^proxy-/,
];

/** The first header that shows a request was passed on by somebody, or null. */
export function forwardingHeader(headers: IncomingHttpHeaders): string | null {
  return Object.keys(headers).find((name) => FORWARDING.some((pattern) => pattern.test(name))) ?? null;
}

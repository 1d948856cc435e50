/** A metadata service for tests: made-up data, tokens, and on request no answers to version 1. */
import http from 'node:http';

/** What was asked, and how it was answered. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Whether a session token that the service had given came with it. */
  readonly hasToken: boolean;
  readonly status: number;
}

/**
 * How the service treats tokens: answers with and without one, only with one (`HttpTokens=required`), or gives none, as where
 * the answer to a token request comes no further than the host of a container.
 */
export type Tokens = 'optional' | 'required' | 'refused';

export interface MetadataService {
  treatTokens(how: Tokens): void;
  /** The exchanges since the last call. */
  takeLog(): readonly Exchange[];
  close(): Promise<void>;
}

const identity = JSON.stringify(
  { region: 'eu-test-1', instanceId: 'i-0123456789abcdef0', accountId: '000000000000', availabilityZone: 'eu-test-1a' },
  null,
  2,
);

const credentials = JSON.stringify({
  Code: 'Success',
  LastUpdated: '2030-01-01T00:00:00Z',
  Type: 'AWS-HMAC',
  AccessKeyId: 'test-key-id',
  SecretAccessKey: 'test-secret',
  Token: 'test-session',
  Expiration: '2040-01-01T00:00:00Z',
});

/** By path below a version. */
const data: Readonly<Record<string, string>> = {
  '': 'dynamic\nmeta-data\nuser-data',
  'meta-data': 'ami-id\nhostname\ninstance-id',
  'meta-data/ami-id': 'ami-0123456789abcdef0',
  'meta-data/hostname': 'ip-10-0-0-7.test.internal',
  'meta-data/iam/security-credentials': 'test-role',
  'meta-data/iam/security-credentials/test-role': credentials,
  'meta-data/instance-id': 'i-0123456789abcdef0',
  'meta-data/instance-type': 't3.test',
  'meta-data/ipv6': 'fd00:1::7',
  'meta-data/local-ipv4': '10.0.0.7',
  'meta-data/mac': '02:00:00:00:00:01',
  'meta-data/network/interfaces/macs/02:00:00:00:00:01/vpc-id': 'vpc-0123456789abcdef0',
  'meta-data/placement/availability-zone': 'eu-test-1a',
  'meta-data/placement/region': 'eu-test-1',
  'meta-data/public-ipv4': '192.0.2.7',
  'meta-data/public-keys': '0=test-key',
  'meta-data/security-groups': 'test-group',
  'meta-data/spot/instance-action': '{"action": "stop"}',
  'meta-data/tags/instance': 'Name',
  'meta-data/tags/instance/Name': 'test-instance',
  'user-data': '#!/bin/sh\ntrue',
  'dynamic/instance-identity/document': identity,
};

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Starts the service at `address`, an address of the loopback network, port 80. */
export function startMetadataService(address: string): Promise<MetadataService> {
  if (!/^127\.\d+\.\d+\.\d+$/.test(address)) throw new Error(`${address} is not of the loopback network`);
  const tokens = new Set<string>();
  let treatment: Tokens = 'required';
  let log: Exchange[] = [];

  function answer(request: http.IncomingMessage, path: string): Answer {
    const { method = '', headers } = request;
    if (path === '/latest/api/token') {
      if (method !== 'PUT') return { status: 405, body: 'Method Not Allowed' };
      if (treatment === 'refused') return { status: 403, body: 'Forbidden' };
      if (headers['x-forwarded-for'] !== undefined) return { status: 403, body: 'Forbidden' };
      const seconds = headers['x-aws-ec2-metadata-token-ttl-seconds'];
      if (typeof seconds !== 'string' || !/^\d{1,5}$/.test(seconds) || Number(seconds) < 1 || Number(seconds) > 21600) {
        return { status: 400, body: 'Bad Request' };
      }
      const token = `AQAE${String(tokens.size)}==`;
      tokens.add(token);
      return { status: 200, body: token };
    }
    if (/^\/[\d.-]+\/api\/token$/.test(path)) return { status: 403, body: 'Forbidden' };
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'Method Not Allowed' };
    const token = headers['x-aws-ec2-metadata-token'];
    if (token === undefined ? treatment === 'required' : !tokens.has(String(token)))
      return { status: 401, body: '401 - Unauthorized' };
    const [, item] = /^\/+(?:latest|1\.0|\d{4}-\d\d-\d\d)?\/*(.*?)\/*$/.exec(path) ?? [];
    const body = data[item ?? 'none'];
    return body === undefined ? { status: 404, body: '404 - Not Found' } : { status: 200, body };
  }

  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').replace(/[?#].*$/, '');
    const { status, body } = answer(request, path);
    const hasToken = tokens.has(String(request.headers['x-aws-ec2-metadata-token']));
    log.push({ method: request.method ?? '', path, hasToken, status });
    request.resume();
    response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  const service: MetadataService = {
    treatTokens: (how) => {
      treatment = how;
    },
    takeLog: () => {
      const taken = log;
      log = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(80, address, () => {
      resolve(service);
    });
  });
}

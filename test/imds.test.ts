/** Where URLs lead, which cloud headers tell of, and what the service refuses. */
import { destination } from '../src/imds/address.js';
import { cloudOfHeaders, isUnmistakable } from '../src/imds/clouds.js';
import { SPELLINGS, isMetadataHost } from '../src/imds/hosts.js';
import { TOKEN_TTL } from '../src/imds/names.js';
import { refusals } from '../src/imds/token-request.js';
import type { HeaderEvidence } from '../src/model/site.js';
import type { TextValue, Value } from '../src/model/value.js';
import { known, nothing, unknown } from '../src/model/value.js';
import { expectInProportion } from './support/growth.js';

/** `text`, in which each `?` is an unknown part. */
function url(text: string): TextValue {
  const parts = text
    .split('?')
    .flatMap((part, index) => [
      ...(index === 0 ? [] : [unknown('a parameter')]),
      ...(part === '' ? [] : [{ kind: 'known' as const, text: part, at: undefined }]),
    ]);
  return { kind: 'text', parts };
}

describe('the address is certain', () => {
  test.each([
    ['http://169.254.169.254/latest/meta-data/instance-id', '/latest/meta-data/instance-id'],
    ['169.254.169.254/latest/user-data', '/latest/user-data'],
    ['http://169.254.169.254', ''],
    ['http://169.254.169.254/', ''],
    ['169.254.169.254', ''],
    ['HTTP://169.254.169.254:80/latest/', '/latest/'],
    ['http://user:secret@169.254.169.254/latest', '/latest'],
    ['http://169.254.169.254//latest//meta-data', '/latest/meta-data'],
    ['http://169.254.169.254/2021-03-23/meta-data/tags', '/2021-03-23/meta-data/tags'],
    ['http://169.254.169.254/1.0/meta-data/', '/1.0/meta-data/'],
    ['http://2852039166/latest', '/latest'],
    ['http://0xa9fea9fe/latest', '/latest'],
    ['http://0xA9.0xFE.0xa9.0xfe/latest', '/latest'],
    ['http://0251.0376.0251.0376/latest', '/latest'],
    ['http://025177524776/latest', '/latest'],
    ['http://169.254.43518/latest', '/latest'],
    ['http://169%2e254%2E169%2e254/latest', '/latest'],
    ['http://[::ffff:169.254.169.254]/latest', '/latest'],
    ['http://[::ffff:a9fe:a9fe]/latest', '/latest'],
    ['http://[fd00:ec2::254]/latest', '/latest'],
    ['http://[FD00:0EC2:0:0:0:0:0:254]:80/latest', '/latest'],
    ['http://instance-data/latest', '/latest'],
    ['http://instance-data.ec2.internal./latest', '/latest'],
    ['http://instance-data.eu-west-1.compute.internal/latest', '/latest'],
    ['http://instance-data.?.compute.internal/latest', '/latest'],
    ['?://169.254.169.254/latest', '/latest'],
    ['?169.254.169.254/latest', '/latest'],
    ['?//169.254.169.254/latest', '/latest'],
    ['http?://169.254.169.254/latest', '/latest'],
    ['//169.254.169.254/latest', '/latest'],
    ['http://169.254.169.254?', '/…'],
    ['http://169.254.169.254/?', '/…'],
    ['http://169.254.169.254/?/meta-data/?', '/…/meta-data/…'],
    [
      'http://169.254.169.254/latest/meta-data/network/interfaces/macs/?/vpc-id',
      '/latest/meta-data/network/interfaces/macs/…/vpc-id',
    ],
    ['http://169.254.169.254/latest/api/token', '/latest/api/token'],
    ['  http://169.254.169.254/latest\n', '/latest'],
  ])('%s', (text, path) => {
    expect(destination(url(text))).toMatchObject({ reaches: 'certain', path, cloud: undefined });
  });
});

describe('the address is possible', () => {
  test.each([
    ['?/latest/meta-data/instance-id', '/latest/meta-data/instance-id'],
    ['http://?/latest/meta-data/instance-id', '/latest/meta-data/instance-id'],
    ['http://?:?/latest/user-data', '/latest/user-data'],
    ['?latest/meta-data/', '/latest/meta-data/'],
    ['?/latest/meta-data?', '/latest/meta-data…'],
    ['?/2016-09-02/meta-data/mac', '/2016-09-02/meta-data/mac'],
    ['?/latest/dynamic/instance-identity/document', '/latest/dynamic/instance-identity/document'],
    ['?/latest/api/token', '/latest/api/token'],
    ['?/?/meta-data/placement/region', '/…/meta-data/placement/region'],
    ['?/meta-data/iam/security-credentials/', '/meta-data/iam/security-credentials/'],
    ['http://169.254.169.254:?/latest/meta-data', '/latest/meta-data'],
    ['http://169.254.169.254/some/thing', '/some/thing'],
  ])('%s', (text, path) => {
    expect(destination(url(text))).toMatchObject({ reaches: 'possible', path, cloud: undefined });
  });
});

describe('the address is another', () => {
  test.each([
    'https://169.254.169.254/latest/meta-data',
    'http://169.254.169.254:1338/latest/meta-data',
    'http://169.254.169.254:8080',
    'ftp://169.254.169.254/latest',
    'http://localhost:1338/latest/meta-data',
    'http://127.0.0.1/latest/meta-data',
    'http://169.254.170.2/v2/credentials',
    'http://169.254.170.23/v1/credentials',
    'http://169.254.169.253/latest/meta-data',
    'http://169.254.169.2540/latest/meta-data',
    'http://169.254.169.254.example.com/latest/meta-data',
    'http://example.com/?u=http://169.254.169.254/latest/meta-data',
    'http://example.com/http://169.254.169.254/latest/meta-data',
    'http://?.example.com/latest/meta-data',
    'http://?:1338/latest/meta-data',
    '169.254.169.254/32',
    '169.254.0.0/16',
    '169.254.169.254,localhost',
    'see http://169.254.169.254/latest',
    '/latest/meta-data/instance-id',
    '?',
    '?/meta-data/instance-id',
    '?/user-data',
    'http://instance-data.example.com/latest',
    'http://[fd00:ec2::23]/latest',
    'http://[1:2:3/latest',
    'http://[::1::2]/latest',
    'http://',
    '',
    ':',
    '@',
    '//',
  ])('%s', (text) => {
    expect(destination(url(text))).toMatchObject({ reaches: 'no', cloud: undefined });
  });

  test('no text at all', () => {
    const values: readonly Value[] = [nothing, unknown('an argument'), { kind: 'list', items: [], open: undefined }];
    for (const value of values) expect(destination(value).reaches).toBe('no');
  });
});

describe('another cloud', () => {
  test.each([
    ['http://169.254.169.254/metadata/instance?api-version=2021-02-01', 'Azure'],
    ['http://169.254.169.254/metadata/identity/oauth2/token', 'Azure'],
    ['http://169.254.169.254/computeMetadata/v1/instance/id', 'Google Cloud'],
    ['http://metadata.google.internal/computeMetadata/v1/', 'Google Cloud'],
    ['http://169.254.169.254/metadata/v1.json', 'DigitalOcean, UpCloud or IBM Cloud'],
    ['http://169.254.169.254/metadata/v1/id', 'DigitalOcean, UpCloud or IBM Cloud'],
    ['http://169.254.169.254/opc/v2/instance/', 'Oracle Cloud'],
    ['http://169.254.169.254/openstack/latest/meta_data.json', 'OpenStack'],
    ['http://169.254.169.254/hetzner/v1/metadata', 'Hetzner'],
    ['http://169.254.169.254/v1.json', 'Vultr'],
    ['http://169.254.169.254/v1/token', 'Akamai'],
    ['http://169.254.169.254/instance_identity/v1/token?version=2022-03-01', 'IBM Cloud'],
    ['http://169.254.169.254/api/v1/metadata', 'NWCS'],
    ['http://100.100.100.200/latest/meta-data/instance-id', 'Alibaba Cloud'],
    ['http://169.254.42.42/conf?format=json', 'Scaleway'],
    ['http://[fd00:c1::a9fe:a9fe]/opc/v2/', 'Oracle Cloud'],
  ])('%s is %s', (text, cloud) => {
    const address = text.split('?');
    const query = address.length > 1 ? `?${address.slice(1).join('')}` : '';
    expect(destination(known(`${address[0] ?? ''}${query}`))).toMatchObject({ reaches: 'no', cloud });
  });

  test('by headers', () => {
    const headers = (name: string, value: string) => ({ entries: [{ name: known(name), value: known(value) }] });
    expect(cloudOfHeaders(headers('Metadata-Flavor', 'Google'))).toBe('Google Cloud');
    expect(cloudOfHeaders(headers('metadata', 'True'))).toBe('Azure');
    expect(cloudOfHeaders(headers('Authorization', 'Bearer Oracle'))).toBe('Oracle Cloud');
    expect(cloudOfHeaders(headers('Authorization', 'Bearer x'))).toBeUndefined();
    expect(cloudOfHeaders(headers('Metadata-Token-Expiry-Seconds', '60'))).toBe('Akamai');
    expect(cloudOfHeaders(headers('X-aliyun-ecs-metadata-token', 'x'))).toBe('Alibaba Cloud');
    expect(cloudOfHeaders(headers('X-aws-ec2-metadata-token', 'x'))).toBeUndefined();
    expect(cloudOfHeaders(headers('Metadata-Flavor', 'Google'), '/latest/meta-data/ami-id')).toBeUndefined();
    expect(cloudOfHeaders(headers('Metadata-Token', 'vultr'), '/latest/user-data')).toBe('Vultr');
  });
});

test('unmistakable paths', () => {
  expect(isUnmistakable('/latest/meta-data')).toBe(true);
  expect(isUnmistakable('/latest/meta-data…')).toBe(true);
  expect(isUnmistakable('/latest/dynamic')).toBe(false);
  expect(isUnmistakable('/2021-03-23/api/token')).toBe(false);
  expect(isUnmistakable('/meta-data/instance-id')).toBe(false);
  expect(isUnmistakable('')).toBe(false);
});

test('a searched spelling that is a whole host is one that the service has', () => {
  const whole = SPELLINGS.filter((spelling) => spelling !== 'a9fe:a9fe');
  expect(whole.filter((spelling) => !isMetadataHost(spelling))).toEqual([]);
});

test('hostile texts end quickly', async () => {
  const hostile = ['?', '/', ':', '@', '[', ']', '%2e', '0x', '1.', '::', '…', 'http://', '\\', '\uFFFF', ' '];
  await expectInProportion((n) => {
    for (const piece of hostile) {
      expect(destination(known(piece.repeat(n))).reaches).not.toBe('certain');
      expect(destination(known(`http://${piece.repeat(n)}`)).reaches).not.toBe('certain');
      destination(known(`http://169.254.169.254/${piece.repeat(n)}`));
    }
  }, 200_000);
});

describe('a token request', () => {
  const evidence = (sent: HeaderEvidence['sent'], values: readonly Value[]): HeaderEvidence => ({
    sent,
    why: '',
    places: [],
    values,
  });
  const never = evidence('never', []);
  const request = (method: string | undefined, path: string, ttl: HeaderEvidence, forwarded = never) => ({
    method,
    path,
    header: (name: string) => (name === TOKEN_TTL ? ttl : name === 'x-forwarded-for' ? forwarded : never),
  });
  const ttl = (text: string) => evidence('always', [known(text)]);

  test('is in order', () => {
    expect(refusals(request('PUT', '/latest/api/token', ttl('21600')))).toEqual([]);
    expect(refusals(request('PUT', '/latest/api/token', ttl(' 1')))).toEqual([]);
    expect(refusals(request(undefined, '/latest/api/token', ttl('60')))).toEqual([]);
    expect(refusals(request('PUT', '/…/api/token', evidence('unknown', [])))).toEqual([]);
    expect(refusals(request('PUT', '/latest/…', evidence('always', [unknown('a parameter')])))).toEqual([]);
    expect(
      refusals(request('PUT', '/latest/api/token', evidence('always', [known('60'), unknown('a parameter')]))),
    ).toEqual([]);
  });

  test.each([
    ['GET', '/latest/api/token', ttl('60'), "the method is 'GET', not PUT"],
    ['PUT', '/2021-03-23/api/token', ttl('60'), "the path is '/2021-03-23/api/token', not '/latest/api/token'"],
    ['PUT', '/2021-03-23/api/…', ttl('60'), "the path is '/2021-03-23/api/…', not '/latest/api/token'"],
    ['PUT', '/latest/api/token/x', ttl('60'), "the path is '/latest/api/token/x', not '/latest/api/token'"],
    ['PUT', '/latest/api/token', never, 'the header x-aws-ec2-metadata-token-ttl-seconds is missing'],
    ['PUT', '/latest/api/token', ttl('0'), "the time to live is '0', not a whole number from 1 to 21600"],
    ['PUT', '/latest/api/token', ttl('21601'), "the time to live is '21601', not a whole number from 1 to 21600"],
    ['PUT', '/latest/api/token', ttl('6h'), "the time to live is '6h', not a whole number from 1 to 21600"],
    ['PUT', '/latest/api/token', ttl(''), "the time to live is '', not a whole number from 1 to 21600"],
  ])('%s %s is refused', (method, path, header, why) => {
    expect(refusals(request(method, path, header))).toEqual([why]);
  });

  test('is refused for what a proxy adds', () => {
    const forwarded = evidence('always', [known('10.0.0.1')]);
    expect(refusals(request('PUT', '/latest/api/token', ttl('60'), forwarded))).toEqual([
      'the header X-Forwarded-For is sent',
    ]);
  });
});

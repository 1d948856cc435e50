/** The names of the EC2 instance metadata service: its headers, its token's path, its address. */

/** The request header that carries a session token. Header names are compared in lower case. */
export const SESSION_TOKEN = 'x-aws-ec2-metadata-token';

/** The header of a token request that says for how many seconds the token shall live. */
export const TOKEN_TTL = 'x-aws-ec2-metadata-token-ttl-seconds';

/** A header's name as people write it: X-aws-ec2-metadata-token. */
export function headerName(name: string): string {
  return name.replace(/^x-/, 'X-');
}

/** Where a session token is asked for, by PUT; there is no such path below a dated version. */
export const TOKEN_PATH = '/latest/api/token';

/** The service's IPv4 address in its usual spelling. */
export const ADDRESS = '169.254.169.254';

/** The service's IPv6 address in its usual spelling. */
export const ADDRESS_V6 = 'fd00:ec2::254';

/** The longest life of a token, in seconds; the shortest is 1. */
export const LONGEST_TTL = 21600;

/** How an unknown part of a path or text is shown. */
export const UNKNOWN_PART = '…';

/** IMDS002: a request that may read instance metadata without a session token, as far as the code tells. */
import { SESSION_TOKEN } from '../src/imds/names.js';
import { whoReadsWhat } from '../src/imds/sentences.js';
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS002',
  name: 'possibly-tokenless-request',
  title: 'Instance metadata may be read without a session token',
  level: 'warning',
  securitySeverity: 4,
  precision: 'medium',
  since: '0.1.0',
  fixes: 'never',
  why: `
Part of this request is decided where it cannot be seen: its headers come from a caller, a file or another program, or
its host does, while its path is one that the EC2 instance metadata service has. If no session token is sent, this is
version 1 of the service (IMDSv1): open to server-side request forgery, and refused with 401 by an instance that requires
tokens.
`,
  remedy: `
Look at what the message says is not known.

- If a token is always sent, say so where the request is made: set the header \`X-aws-ec2-metadata-token\` there.
- If it is not, ask for a token by \`PUT /latest/api/token\` and send it, as for \`tokenless-request\`.
- If the host is another service's, nothing is to be done.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'shell/options-from-the-environment.sh',
  messages: {
    neither: "'{0}' reads '{1}' of a host that may be the metadata service possibly without a session token",
    host: "'{0}' reads '{1}' of a host that may be the metadata service without a session token",
    token: "'{0}' reads '{1}' possibly without a session token",
  },
  on: 'metadata-request',
  check(request) {
    if (request.purpose !== 'read' || request.reachesMetadata === 'no') return undefined;
    const token = request.header(SESSION_TOKEN);
    const isDecided = request.reachesMetadata === 'certain' && token.sent !== 'unknown';
    if (isDecided || token.sent === 'always') return undefined;
    const isAddressKnown = request.reachesMetadata === 'certain';
    const adverb = token.sent === 'unknown' ? 'possibly without' : 'without';
    const host = isAddressKnown ? '' : ' of a host that may be the metadata service';
    return {
      at: request.url.place,
      certainty: 'possible',
      message: `${whoReadsWhat(request)}${host} ${adverb} a session token`,
      reason: isAddressKnown ? token.why : `the address is not known for certain; ${token.why}`,
      related: request.steps,
      snippet: request.rewrite.snippet,
      // What is sent, or to whom, is not known here: a person must look.
      fix: undefined,
    };
  },
});

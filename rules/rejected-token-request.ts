/** IMDS004: a request for a session token that the service refuses. */
import { refusalForms, refusals } from '../src/imds/token-request.js';
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS004',
  name: 'rejected-token-request',
  title: 'The request for a session token is one that the service refuses',
  level: 'error',
  securitySeverity: undefined,
  precision: 'high',
  since: '0.1.0',
  fixes: 'never',
  why: `
The instance metadata service gives a session token only to a \`PUT\` of \`/latest/api/token\` with a header that says how
long the token shall live. It refuses any other method, a path below a dated version, a missing time to live or one that
is no whole number from 1 to 21600, and a request that a proxy forwarded. The body of the refusal is then often taken for
the token, or the code goes on without one: either way the reads that follow fail on an instance that requires tokens.
`,
  remedy: `
Ask for the token in this form, and check that the status is 200 before the body is used:

- method \`PUT\`, path \`/latest/api/token\` and nothing after it;
- header \`X-aws-ec2-metadata-token-ttl-seconds\`, a whole number from 1 to 21600, as a text where the client wants one;
- no \`X-Forwarded-For\` header, and no proxy on the way.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  ],
  example: 'shell/missing-time-to-live.sh',
  messages: Object.fromEntries(
    Object.entries(refusalForms).map(([id, form]) => [
      id,
      `'{0}' asks for a session token in a way that the service refuses: ${form}`,
    ]),
  ),
  on: 'metadata-request',
  check(request) {
    if (request.purpose !== 'token' || request.reachesMetadata === 'no') return undefined;
    const reasons = refusals(request);
    const [first] = reasons;
    if (first === undefined) return undefined;
    return {
      at: request.url.place,
      certainty: request.reachesMetadata,
      message: `'${request.client}' asks for a session token in a way that the service refuses: ${first}`,
      reason: reasons.join('; '),
      related: request.steps,
      snippet: request.rewrite.snippet,
      fix: undefined,
    };
  },
});

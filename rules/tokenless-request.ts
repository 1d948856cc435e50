/** IMDS001: a request that surely reads instance metadata and surely carries no session token. */
import { SESSION_TOKEN } from '../src/imds/names.js';
import { whoReadsWhat } from '../src/imds/sentences.js';
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS001',
  name: 'tokenless-request',
  title: 'Instance metadata is read without a session token',
  level: 'error',
  securitySeverity: 7.5,
  precision: 'very-high',
  since: '0.1.0',
  fixes: 'sometimes',
  why: `
A request to the instance metadata service without an \`X-aws-ec2-metadata-token\` header is version 1 of the service
(IMDSv1). Anyone who can make the instance fetch a URL of their choice, through a server-side request forgery, an open
proxy or a misconfigured firewall, can send the same request and read the instance's credentials. Version 2 asks for a
token first, by a \`PUT\` with a header of its own, which such an attacker can rarely make.

On an instance that requires tokens (\`HttpTokens=required\`) the service answers this request with 401. Many programs do
not notice: \`ID=$(curl -s …)\` goes on with an empty text or with the body of the error. One such request left in the
code is enough to keep tokens from being required.
`,
  remedy: `
Ask for a token, and send it with the request:

1. \`PUT http://169.254.169.254/latest/api/token\` with the header \`X-aws-ec2-metadata-token-ttl-seconds\`, a whole number
   of seconds from 1 to 21600.
2. Send the body of the answer as the header \`X-aws-ec2-metadata-token\` of every request. One token serves many
   requests until its time is over.

When no token can be had, fail; do not go on without one. The fix for shells ends nothing that went on before: where
the token request fails it sends \`none\` for a token, which the service refuses with 401, since curl would leave an empty
header out and the request be one of version 1. This works just as well on instances that do not require
tokens yet. In a container the answer to the \`PUT\` must pass one more hop: where the instance's hop limit is 1, raise it
to 2 (\`HttpPutResponseHopLimit\`).
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'shell/assignment.sh',
  messages: { default: "'{0}' reads '{1}' without a session token" },
  on: 'metadata-request',
  check(request) {
    if (request.purpose !== 'read' || request.reachesMetadata !== 'certain' || request.afterTokenTest) return undefined;
    const token = request.header(SESSION_TOKEN);
    if (token.sent !== 'never') return undefined;
    return {
      at: request.url.place,
      certainty: 'certain',
      message: `${whoReadsWhat(request)} without a session token`,
      reason: token.why,
      related: request.steps,
      snippet: request.rewrite.snippet,
      fix: request.rewrite.addSessionToken(),
    };
  },
});

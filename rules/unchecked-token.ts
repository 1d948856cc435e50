/** IMDS005: a token request whose failure passes unnoticed, so that curl reads metadata without a token. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS005',
  name: 'unchecked-token',
  title: 'Nobody notices when the request for a session token fails',
  level: 'note',
  securitySeverity: undefined,
  precision: 'medium',
  since: '0.1.0',
  fixes: 'unsafely',
  isOptional: true,
  why: `
curl leaves a header out whose value is empty. Where a script keeps the session token in a variable and does not look
whether it got one, a token request that fails (no connection, a hop limit of 1 in a container; with \`-f\` also any
refusal) leaves the variable empty, and every request after it is one of version 1 of the service (IMDSv1), in silence.

The rule reports a token request of curl or wget in a command substitution that is assigned to a variable, when curl sends
that variable later and nothing between them looks: no \`set -e\` that counts there (it does not behind \`local\`,
\`export\` or \`|| true\`, nor for the first command of a pipeline without \`pipefail\`), no \`|| exit\`, no test of the
variable in any form, no \`\${TOKEN:?}\`. It does not report:

- a request whose answer stands in a header right away (\`-H "X-aws-ec2-metadata-token: $(curl …)"\`), or is printed by a
  function: no variable is there to be looked at, though what happens is the same;
- one that gives a word in place of the token (\`$(curl … || echo none)\`): that is sent, and refused with 401;
- what wget reads: it sends the empty header, and the service refuses it with 401;
- without \`-f\`, that the text of a refusal is kept as the token: the requests after it fail with 401, which is seen.

It tells of what may go wrong, not of a request that is made without a token; so it runs only when it is named.
`,
  remedy: `
Let the token request fail with \`-f\`, and end when it does, or when the variable is empty:

\`\`\`sh
TOKEN=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) || exit 1
\`\`\`

In a request, \`\${TOKEN:?no session token}\` does the same in one place. Where the script is to go on, as those do that the
fixes of other rules change, let it send something that is refused: \`$(curl -sf … || echo none)\`.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://curl.se/docs/manpage.html#-H',
  ],
  example: 'shell/assignment.sh',
  messages: { default: "'{0}' asks for a session token, and its failure passes unnoticed" },
  on: 'metadata-request',
  check(request) {
    const why =
      request.purpose === 'token' && request.reachesMetadata === 'certain' ? request.whyUnchecked() : undefined;
    if (why === undefined) return undefined;
    return {
      at: request.url.place,
      certainty: 'possible',
      message: `'${request.client}' asks for a session token, and its failure passes unnoticed`,
      reason: why,
      related: request.steps,
      snippet: request.rewrite.snippet,
      fix: request.rewrite.checkToken?.(),
    };
  },
});

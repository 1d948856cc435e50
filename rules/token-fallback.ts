/** IMDS003: a request that carries a session token only when there is one, and is sent without it otherwise. */
import { SESSION_TOKEN } from '../src/imds/names.js';
import { whoReadsWhat } from '../src/imds/sentences.js';
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS003',
  name: 'token-fallback',
  title: 'Instance metadata is read without a session token when no token can be had',
  level: 'error',
  securitySeverity: 5.5,
  precision: 'high',
  since: '0.1.0',
  fixes: 'unsafely',
  why: `
This code sends a session token when it has one, and reads instance metadata without a token when it has none. It works
on every instance, and so it hides what it should show: a token request that fails (a wrong header, a hop limit of 1 in a
container, a proxy on the way) leads to version 1 of the service (IMDSv1) in silence. Whoever can make the token request
fail has version 1 back. On an instance that requires tokens the second attempt is refused with 401, after the wait for
the first.
`,
  remedy: `
Take the way without a token out: when the token request fails, stop with an error that says so. Every EC2 instance
answers version 2 requests, whether it requires tokens or not, so nothing is lost on EC2 itself. In a container, raise
the instance's hop limit to 2 (\`HttpPutResponseHopLimit\`) so that the token request is answered.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  ],
  example: 'shell/if-else.sh',
  messages: { default: "'{0}' reads '{1}' without a session token when there is none" },
  on: 'metadata-request',
  check(request) {
    if (request.purpose !== 'read' || request.reachesMetadata !== 'certain') return undefined;
    const token = request.header(SESSION_TOKEN);
    const isElse = token.sent === 'never' && request.afterTokenTest;
    if (token.sent !== 'sometimes' && !isElse) return undefined;
    return {
      at: request.url.place,
      certainty: 'certain',
      message: `${whoReadsWhat(request)} without a session token when there is none`,
      reason: token.why,
      related: [...request.steps, ...token.places.map((place) => ({ place, message: 'the token is sent here' }))],
      snippet: request.rewrite.snippet,
      fix: request.rewrite.removeFallback(),
    };
  },
});

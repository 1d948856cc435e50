/** IMDS006: documentation that shows a request without a session token. */
import { SESSION_TOKEN } from '../src/imds/names.js';
import { whoReadsWhat } from '../src/imds/sentences.js';
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS006',
  name: 'documented-tokenless-request',
  title: 'Documentation shows how instance metadata is read without a session token',
  level: 'note',
  securitySeverity: undefined,
  precision: 'high',
  since: '0.1.0',
  fixes: 'never',
  why: `
Nothing runs this command by itself, so it does not stand against \`HttpTokens=required\`. But people copy it: into a
terminal, where an instance that requires tokens refuses it with 401, and into scripts, which then keep tokens from being
required elsewhere.

The finding takes the place of those that the same code would be in a program. What documentation shows is not changed
by fixes: the text around may be about this very command.
`,
  remedy: `
Show the request as it should be made: ask for a token by \`PUT /latest/api/token\`, and send it with the request. Where
the text is about version 1 of the service, say so, or put the path into \`.imdsauditignore\`.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'markdown/commands.md',
  messages: {
    certain: "'{0}' reads '{1}' without a session token, in documentation",
    possible: "'{0}' reads '{1}' possibly without a session token, in documentation",
  },
  on: 'documented',
  check({ shown: request }) {
    if (request.kind !== 'metadata-request' || request.purpose !== 'read' || request.reachesMetadata === 'no')
      return undefined;
    const { sent, why } = request.header(SESSION_TOKEN);
    if (sent === 'always') return undefined;
    const isCertain = request.reachesMetadata === 'certain' && sent !== 'unknown';
    return {
      at: request.url.place,
      certainty: isCertain ? 'certain' : 'possible',
      message: `${whoReadsWhat(request)} ${sent === 'never' ? '' : 'possibly '}without a session token, in documentation`,
      reason: why,
      related: request.steps,
      snippet: request.rewrite.snippet,
      fix: undefined,
    };
  },
});

/** IMDS020: a resource that lets its instances be read without a session token. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS020',
  name: 'tokens-optional',
  title: 'Session tokens are optional for instance metadata',
  level: 'error',
  securitySeverity: 6.5,
  precision: 'very-high',
  since: '0.1.0',
  fixes: 'unsafely',
  why: `
This says in so many words that instances answer version 1 of the instance metadata service (IMDSv1): requests without a
session token. Whatever the code on them does, a server-side request forgery can read their credentials.

A setting at launch counts before those of the image and of the account: it allows version 1 where they would not.
`,
  remedy: `
When no code on these instances reads metadata without a token (that is what the other rules look for), require tokens:
\`HttpTokens=required\`, as the notation at hand spells it. Instances that run already are changed by
\`aws ec2 modify-instance-metadata-options\`, without a restart.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'hcl/instance.tf',
  messages: { default: "'{0}' answers instance metadata requests without a session token" },
  on: 'metadata-options',
  check(options) {
    if (options.tokens !== 'optional') return undefined;
    const { notKnown } = options;
    const otherwise = notKnown === undefined ? '' : `; what else they may be said to be is not known: ${notKnown}`;
    return {
      at: options.tokensPlace,
      certainty: 'certain',
      message: `'${options.resource}' answers instance metadata requests without a session token`,
      reason: `tokens are said to be optional${otherwise}`,
      related: options.steps,
      snippet: options.rewrite.snippet,
      fix: options.rewrite.requireHttpTokens(),
    };
  },
});

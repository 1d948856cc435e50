/** IMDS024: documentation that shows instances which do not require session tokens. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS024',
  name: 'documented-setting',
  title: 'Documentation shows instances that do not require session tokens',
  level: 'note',
  securitySeverity: undefined,
  precision: 'high',
  since: '0.1.0',
  fixes: 'never',
  why: `
Nothing is made of this by itself, so it does not stand against \`HttpTokens=required\`. But people copy it: what they make
of it answers version 1 of the instance metadata service, or leaves that to the image and to the account.

The finding takes the place of those that the same code would be in a configuration. What documentation shows is not
changed by fixes: the text around may be about this very setting.
`,
  remedy: `
Show the resource as it should be made, with tokens required. Where the text is about version 1 of the service, say so, or
put the path into \`.imdsauditignore\`.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'markdown/terraform.md',
  messages: {
    optional: "'{0}' answers instance metadata requests without a session token, in documentation",
    inherited: "'{0}' does not say whether instance metadata requires session tokens, in documentation",
  },
  on: 'documented',
  check({ shown: options }) {
    if (options.kind !== 'metadata-options') return undefined;
    const { tokens, resource } = options;
    if (tokens !== 'optional' && tokens !== 'inherited') return undefined;
    const says =
      tokens === 'optional'
        ? 'answers instance metadata requests without a session token'
        : 'does not say whether instance metadata requires session tokens';
    return {
      at: options.tokensPlace,
      certainty: 'certain',
      message: `'${resource}' ${says}, in documentation`,
      reason:
        tokens === 'optional'
          ? 'tokens are said to be optional'
          : `nothing is said of tokens, so ${options.inheritedFrom}`,
      related: options.steps,
      snippet: options.rewrite.snippet,
      fix: undefined,
    };
  },
});

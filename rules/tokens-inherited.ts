/** IMDS021: a resource that leaves it to others whether its instances require session tokens. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS021',
  name: 'tokens-inherited',
  title: 'Whether session tokens are required is decided elsewhere',
  level: 'note',
  securitySeverity: undefined,
  precision: 'high',
  since: '0.1.0',
  fixes: 'unsafely',
  why: `
Nothing is said here of session tokens. That does not make them optional, nor required: the instance gets what its image
says (\`ImdsSupport\`), else what the account says for the region, and version 1 is allowed where neither speaks. So the
same code can start instances that differ, and an image or an account that changes changes them.
`,
  remedy: `
Say it where instances are made, so that it does not depend on what is elsewhere: \`HttpTokens=required\`. Where it is
settled for the whole account (\`aws ec2 modify-instance-metadata-defaults\`, or enforced by a declarative policy), this
note can be turned off.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html',
  ],
  example: 'hcl/launch-template.tf',
  messages: { default: "'{0}' does not say whether instance metadata requires session tokens" },
  on: 'metadata-options',
  check(options) {
    if (options.tokens !== 'inherited') return undefined;
    return {
      at: options.tokensPlace,
      certainty: 'certain',
      message: `'${options.resource}' does not say whether instance metadata requires session tokens`,
      reason: `nothing is said of tokens, so ${options.inheritedFrom}`,
      related: options.steps,
      snippet: options.rewrite.snippet,
      fix: options.rewrite.requireHttpTokens(),
    };
  },
});

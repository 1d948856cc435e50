/** IMDS011: a library that reads instance metadata and never sends a session token. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS011',
  name: 'v1-only-library',
  title: 'A library reads instance metadata without a session token',
  level: 'error',
  securitySeverity: 5.5,
  precision: 'high',
  since: '0.1.0',
  fixes: 'never',
  why: `
This library reads instance metadata without a session token, in every version that there is: that is version 1 of the
service (IMDSv1). Nothing in the code of this project shows it, and no upgrade helps. On an instance that requires tokens
the service answers its requests with 401.

The finding stands at the call that reads. Where the library is imported and no such call is seen, it stands at the import
and is possible only; where nothing is seen to import it, at its entry in \`dependencies\` or \`optionalDependencies\` of a
\`package.json\`. What \`devDependencies\` lists is not installed where the program runs.
`,
  remedy: `
Replace the library: \`MetadataService\` of \`@aws-sdk/ec2-metadata-service\` reads any path, and
\`fromInstanceMetadata\` of \`@aws-sdk/credential-providers\` gives the credentials of the instance's role; both ask for a
token (make them with \`ec2MetadataV1Disabled: true\`). Or read what is needed by two requests of your own, as
\`tokenless-request\` says. Where the library reads metadata only if a setting says so, take the setting out.
`,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
    'https://github.com/SummitRoute/imdsv2_wall_of_shame',
  ],
  example: 'javascript/credentials.js',
  messages: {
    call: "'{0}' reads instance metadata without a session token",
    'possible-call': "'{0}' may read instance metadata without a session token",
    import: "'{0}' is imported, which reads instance metadata without a session token",
    listed: "'{0}' is a dependency, which reads instance metadata without a session token",
  },
  on: 'dependency',
  check(dependency) {
    const { what, how, readsWithoutToken } = dependency;
    if (readsWithoutToken === 'no') return undefined;
    const reads = readsWithoutToken === 'certain' ? 'reads' : 'may read';
    const says = { import: 'is imported, which reads', listed: 'is a dependency, which reads', call: reads }[how];
    return {
      at: dependency.place,
      certainty: readsWithoutToken,
      message: `'${what}' ${says} instance metadata without a session token`,
      reason: dependency.why,
      related: [],
      snippet: `new MetadataService({ ec2MetadataV1Disabled: true }).request(path, {}) // @aws-sdk/ec2-metadata-service`,
      fix: undefined,
    };
  },
});

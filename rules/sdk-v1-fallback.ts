/** IMDS010: an SDK's client that asks for a session token, and by its settings goes on without one. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS010',
  name: 'sdk-v1-fallback',
  title: 'An SDK reads instance metadata without a session token when it gets none',
  level: 'warning',
  securitySeverity: 4,
  precision: 'high',
  since: '0.1.0',
  fixes: 'unsafely',
  why: `
The AWS SDKs ask for a session token before they read instance metadata. When the request for it is refused or not
answered, most of them go on without one, in silence: that is version 1 of the service (IMDSv1), unless a setting forbids
it. Whoever can make the token request fail has version 1 back.

On an instance that requires tokens this client works as it is, so it does not stand against requiring them. What the
setting adds is that version 1 cannot come back, on this instance or on one that does not require tokens.
`,
  remedy: `
Set \`ec2MetadataV1Disabled: true\` where the client is made. It is known to \`aws-sdk\` from 2.1488.0, to
\`@smithy/credential-provider-imds\` from 2.1.0 and to \`@aws-sdk/ec2-metadata-service\`. The environment variable
\`AWS_EC2_METADATA_V1_DISABLED=true\` and \`ec2_metadata_v1_disabled = true\` in the shared configuration file do the same
for every client of a process, those that no code names included. A program that sets the variable itself, always and
before it makes the client, is believed; so is one that sets \`AWS_EC2_METADATA_SERVICE_ENDPOINT\` to another service.

The fix may change what runs: in a container whose instance has a hop limit of 1 no token can be had, and a client that
went on without one now fails. Raise the limit to 2 (\`HttpPutResponseHopLimit\`) first. Where the provider is one of a
chain, the next one is asked instead.
`,
  references: [
    'https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html',
  ],
  example: 'javascript/credentials.js',
  messages: {
    certain: "'{0}' goes on without a session token when it gets none",
    possible: "'{0}' may go on without a session token when it gets none",
  },
  on: 'sdk-configuration',
  check(sdk) {
    const { fallsBack } = sdk;
    if (fallsBack === 'no') return undefined;
    const goes = fallsBack === 'certain' ? 'goes' : 'may go';
    return {
      at: sdk.place,
      certainty: fallsBack,
      message: `'${sdk.client}' ${goes} on without a session token when it gets none`,
      reason: sdk.why,
      related: sdk.steps,
      snippet: sdk.snippet,
      fix: sdk.refuseFallback(),
    };
  },
});

/** IMDS022: containers on an instance whose answers to token requests do not reach them. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS022',
  name: 'hop-limit',
  title: 'Containers on this instance cannot get a session token',
  level: 'note',
  securitySeverity: undefined,
  precision: 'medium',
  since: '0.1.0',
  fixes: 'never',
  why: `
The answer to a request for a session token may pass as many hops as \`HttpPutResponseHopLimit\` says. A container with a
network of its own is one hop farther than the instance: with a limit of 1 the answer is lost on the way, and what runs in
the container waits for it in vain, 5 to 20 seconds, before it fails or falls back to version 1. What it starts shows that
this instance runs containers.
`,
  remedy: `
If what runs in the containers needs instance metadata, raise the limit to 2. If it should not have it, which is what a
limit of 1 is good for, give containers their credentials another way (task roles, pod identity) and leave it as it is.
`,
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html'],
  example: 'hcl/containers.tf',
  messages: { default: "'{0}' runs containers, and its answers to token requests do not reach them" },
  on: 'metadata-options',
  check(options) {
    const { hopLimit, runsContainers, tokens } = options;
    if (hopLimit?.value !== 1 || !runsContainers || tokens !== 'required') return undefined;
    return {
      at: hopLimit.place,
      certainty: 'possible',
      message: `'${options.resource}' runs containers, and its answers to token requests do not reach them`,
      reason: 'the hop limit is 1, and tokens are required',
      related: options.steps,
      snippet: 'HttpPutResponseHopLimit=2',
      fix: undefined,
    };
  },
});

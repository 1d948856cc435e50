/** IMDS023: an image whose instances answer without a session token unless they are told otherwise. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: 'IMDS023',
  name: 'image-allows-v1',
  title: 'Instances of this image allow version 1 unless told otherwise',
  level: 'note',
  securitySeverity: undefined,
  precision: 'high',
  since: '0.1.0',
  fixes: 'never',
  why: `
An image can say that its instances require session tokens (\`ImdsSupport=v2.0\`). This one does not, nor does what builds
it say anything else of the metadata service: instances that are started of it without settings of their own, in an
account without defaults, answer version 1.
`,
  remedy: `
Register the image with \`ImdsSupport=v2.0\` once its software sends tokens. This cannot be taken back for an image, and
it sets the hop limit to 2.
`,
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html'],
  example: 'hcl/image.pkr.hcl',
  messages: { default: "'{0}' makes an image whose instances allow version 1 unless told otherwise" },
  on: 'metadata-options',
  check(options) {
    if (options.image !== 'allows' || options.tokens === 'required' || options.tokens === 'off') return undefined;
    return {
      at: options.place,
      certainty: 'certain',
      message: `'${options.resource}' makes an image whose instances allow version 1 unless told otherwise`,
      reason: 'it is not said that the image supports version 2 only',
      related: [],
      snippet: options.rewrite.snippet,
      fix: undefined,
    };
  },
});

/** Resources, modules and sources of Terraform and Packer that set how instances use the metadata service. */
import { httpTokens, imageAndAccount, type SettingsRow } from './settings-row.js';

const terraform = {
  absent: 'inherited',
  inheritedFrom: imageAndAccount,
  snippet: 'metadata_options {\n  http_tokens = "required"\n}',
} as const;

const metadataOptions = {
  tokens: httpTokens('metadata_options', 'http_tokens'),
  endpoint: ['metadata_options', 'http_endpoint'],
  hopLimit: ['metadata_options', 'http_put_response_hop_limit'],
} as const;

/** How modules call what they hand on: options as a whole, by themselves, and those of groups of nodes. */
const moduleInputs: SettingsRow['tokens'] = [
  ...['metadata_options', 'instance_metadata_options', 'launch_template_metadata_options'].flatMap((name) =>
    httpTokens(name, 'http_tokens'),
  ),
  ...['http_tokens', 'metadata_http_tokens', 'instance_metadata_http_tokens'].flatMap((name) => httpTokens(name)),
  ...['eks_managed_node_group', 'self_managed_node_group'].flatMap((name) => [
    ...httpTokens(`${name}s`, '*', 'metadata_options', 'http_tokens'),
    ...httpTokens(`${name}_defaults`, 'metadata_options', 'http_tokens'),
  ]),
];

const beanstalk = { namespace: 'aws:autoscaling:launchconfiguration', name: 'DisableIMDSv1' };

export const terraformSettings: readonly SettingsRow[] = [
  {
    ...terraform,
    ...metadataOptions,
    callee: /^resource\.(?:aws_instance|aws_spot_instance_request)$/,
    template: 'launch_template',
  },
  { ...terraform, ...metadataOptions, callee: /^resource\.(?:aws_launch_template|aws_launch_configuration)$/ },
  // A module may be of anyone's making: only what it is told counts.
  { ...terraform, callee: /^module$/, tokens: moduleInputs, absent: undefined },
  {
    ...terraform,
    callee: /^resource\.aws_ec2_instance_metadata_defaults$/,
    tokens: httpTokens('http_tokens'),
    endpoint: ['http_endpoint'],
    hopLimit: ['http_put_response_hop_limit'],
    inheritedFrom: 'images and launches decide',
    snippet: 'http_tokens = "required"',
  },
  {
    ...terraform,
    callee: /^resource\.aws_sagemaker_notebook_instance$/,
    tokens: [
      {
        path: ['instance_metadata_service_configuration', 'minimum_instance_metadata_service_version'],
        required: '2',
        optional: '1',
      },
    ],
    inheritedFrom: 'the default of SageMaker decides, which allows version 1',
    snippet: 'instance_metadata_service_configuration {\n  minimum_instance_metadata_service_version = "2"\n}',
  },
  {
    ...terraform,
    callee: /^resource\.aws_imagebuilder_infrastructure_configuration$/,
    tokens: httpTokens('instance_metadata_options', 'http_tokens'),
    hopLimit: ['instance_metadata_options', 'http_put_response_hop_limit'],
    absent: undefined,
    snippet: 'instance_metadata_options {\n  http_tokens = "required"\n}',
  },
  {
    ...terraform,
    callee: /^resource\.aws_elastic_beanstalk_(?:environment|configuration_template)$/,
    tokens: [{ path: ['setting', { where: beanstalk }, 'value'], required: 'true', optional: 'false' }],
    absent: undefined,
    snippet:
      'setting {\n  namespace = "aws:autoscaling:launchconfiguration"\n  name      = "DisableIMDSv1"\n  value     = "true"\n}',
  },
  {
    ...terraform,
    ...metadataOptions,
    callee: /^source\.amazon-(?:ebs|instance|ebssurrogate|ebsvolume|chroot)$/,
    absent: undefined,
    image: ['imds_support'],
    snippet: 'imds_support = "v2.0"',
  },
  {
    ...terraform,
    callee: /^resource\.aws_ami$/,
    tokens: [],
    absent: undefined,
    image: ['imds_support'],
    snippet: 'imds_support = "v2.0"',
  },
];

/** Manifests, playbooks and configurations of tools that set how the instances they make use the metadata service. */
import { httpTokens, imageAndAccount, type Path, type SettingsRow } from './settings-row.js';

/** Tools that require tokens, or decide by their version, when nothing is said: only what is said counts. */
const toldOnly = {
  absent: undefined,
  inheritedFrom: imageAndAccount,
  snippet: 'httpTokens: required',
} as const;

/** A manifest whose `spec` holds the options below `path`, spelt as in Kubernetes. */
const manifest = (callee: RegExp, ...path: Path): SettingsRow => ({
  ...toldOnly,
  callee,
  name: ['metadata', 'name'],
  tokens: httpTokens('spec', ...path, 'httpTokens'),
  endpoint: ['spec', ...path, 'httpEndpoint'],
  hopLimit: ['spec', ...path, 'httpPutResponseHopLimit'],
});

const ansible = {
  absent: 'inherited',
  name: ['name'],
  tokens: httpTokens('metadata_options', 'http_tokens'),
  endpoint: ['metadata_options', 'http_endpoint'],
  hopLimit: ['metadata_options', 'http_put_response_hop_limit'],
  inheritedFrom: imageAndAccount,
  snippet: 'metadata_options:\n  http_tokens: required',
} as const;

const beanstalkList = { namespace: 'aws:autoscaling:launchconfiguration', option_name: 'DisableIMDSv1' };
const disabled = { required: 'true', optional: 'false' } as const;

export const manifestSettings: readonly SettingsRow[] = [
  {
    ...ansible,
    callee: /^amazon\.aws\.ec2_instance$/,
    template: 'launch_template',
    // Also what stops and what removes instances is done by this module.
    makes: ['image_id', 'image', 'launch_template'],
  },
  {
    ...ansible,
    name: ['template_name'],
    callee: /^amazon\.aws\.ec2_launch_template$/,
    makes: ['image_id', 'instance_type', 'block_device_mappings', 'network_interfaces', 'user_data', 'key_name'],
  },
  {
    ...toldOnly,
    name: ['name'],
    callee: /^eksctl\.io\/ClusterConfig\.(?:managedNodeGroups|nodeGroups)$/,
    tokens: [{ path: ['disableIMDSv1'], ...disabled }],
    snippet: 'disableIMDSv1: true',
  },
  manifest(
    /^(?:karpenter\.k8s\.aws\/(?:EC2NodeClass|AWSNodeTemplate)|ec2\.services\.k8s\.aws\/Instance)$/,
    'metadataOptions',
  ),
  manifest(/^ec2\.services\.k8s\.aws\/LaunchTemplate$/, 'data', 'metadataOptions'),
  manifest(/^ec2\.aws\.upbound\.io\/(?:Instance|LaunchTemplate)$/, 'forProvider', 'metadataOptions'),
  manifest(/^kops(?:\.k8s\.io)?\/InstanceGroup$/, 'instanceMetadata'),
  manifest(/^infrastructure\.cluster\.x-k8s\.io\/AWSMachine$/, 'instanceMetadataOptions'),
  manifest(
    /^infrastructure\.cluster\.x-k8s\.io\/AWSMachineTemplate$/,
    ...['template', 'spec', 'instanceMetadataOptions'],
  ),
  manifest(
    /^infrastructure\.cluster\.x-k8s\.io\/AWS(?:Managed)?MachinePool$/,
    ...['awsLaunchTemplate', 'instanceMetadataOptions'],
  ),
  {
    ...toldOnly,
    name: ['metadata', 'name'],
    callee: /^machine\.openshift\.io\/MachineSet$/,
    tokens: httpTokens(
      ...['spec', 'template', 'spec', 'providerSpec', 'value', 'metadataServiceOptions', 'authentication'],
    ),
    snippet: 'metadataServiceOptions:\n  authentication: Required',
  },
  {
    ...toldOnly,
    callee: /^parallelcluster\.Cluster$/,
    tokens: [{ path: ['Imds', 'ImdsSupport'], required: 'v2.0', optional: 'v1.0' }],
    snippet: 'Imds:\n  ImdsSupport: v2.0',
  },
  {
    ...toldOnly,
    callee: /^elasticbeanstalk\.Environment$/,
    tokens: [
      { path: ['option_settings', 'aws:autoscaling:launchconfiguration', 'DisableIMDSv1'], ...disabled },
      { path: ['OptionSettings', 'aws:autoscaling:launchconfiguration', 'DisableIMDSv1'], ...disabled },
      { path: ['option_settings', { where: beanstalkList }, 'value'], ...disabled },
    ],
    snippet: 'aws:autoscaling:launchconfiguration:\n  DisableIMDSv1: true',
  },
  {
    ...toldOnly,
    callee: /^kitchen\.Driver\.driver$/,
    tokens: httpTokens('metadata_options', 'http_tokens'),
    endpoint: ['metadata_options', 'http_endpoint'],
    snippet: 'metadata_options:\n  http_tokens: required',
  },
];

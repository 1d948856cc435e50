/** Resources of CloudFormation that set how instances use the metadata service. */
import { httpTokens, imageAndAccount, type Path, type SettingsRow } from './settings-row.js';

const cloudFormation = {
  absent: 'inherited',
  inheritedFrom: imageAndAccount,
  snippet: 'MetadataOptions:\n  HttpTokens: required',
} as const;

/** The properties below `path` that hold the options. */
const propertiesBelow = (...path: Path): Pick<SettingsRow, 'tokens' | 'endpoint' | 'hopLimit'> => ({
  tokens: httpTokens(...path, 'MetadataOptions', 'HttpTokens'),
  endpoint: [...path, 'MetadataOptions', 'HttpEndpoint'],
  hopLimit: [...path, 'MetadataOptions', 'HttpPutResponseHopLimit'],
});

const minimumVersion = (...path: Path): SettingsRow['tokens'] => [
  {
    path: [...path, 'InstanceMetadataServiceConfiguration', 'MinimumInstanceMetadataServiceVersion'],
    required: '2',
    optional: '1',
  },
];

const beanstalk = { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: 'DisableIMDSv1' };

export const cloudFormationSettings: readonly SettingsRow[] = [
  { ...cloudFormation, ...propertiesBelow(), callee: /^AWS::EC2::Instance$/, template: 'LaunchTemplate' },
  { ...cloudFormation, ...propertiesBelow('LaunchTemplateData'), callee: /^AWS::EC2::LaunchTemplate$/ },
  { ...cloudFormation, ...propertiesBelow(), callee: /^AWS::AutoScaling::LaunchConfiguration$/ },
  {
    ...cloudFormation,
    callee: /^AWS::SageMaker::NotebookInstance$/,
    tokens: minimumVersion(),
    inheritedFrom: 'the default of SageMaker decides, which allows version 1',
    snippet: 'InstanceMetadataServiceConfiguration:\n  MinimumInstanceMetadataServiceVersion: "2"',
  },
  {
    ...cloudFormation,
    callee: /^AWS::ImageBuilder::InfrastructureConfiguration$/,
    tokens: httpTokens('InstanceMetadataOptions', 'HttpTokens'),
    hopLimit: ['InstanceMetadataOptions', 'HttpPutResponseHopLimit'],
    absent: undefined,
    snippet: 'InstanceMetadataOptions:\n  HttpTokens: required',
  },
  {
    ...cloudFormation,
    callee: /^AWS::EMR::SecurityConfiguration$/,
    tokens: minimumVersion('SecurityConfiguration'),
    absent: undefined,
    snippet: 'InstanceMetadataServiceConfiguration:\n  MinimumInstanceMetadataServiceVersion: 2',
  },
  {
    ...cloudFormation,
    callee: /^AWS::ElasticBeanstalk::(?:Environment|ConfigurationTemplate)$/,
    tokens: [{ path: ['OptionSettings', { where: beanstalk }, 'Value'], required: 'true', optional: 'false' }],
    absent: undefined,
    snippet: '- Namespace: aws:autoscaling:launchconfiguration\n  OptionName: DisableIMDSv1\n  Value: true',
  },
  {
    ...cloudFormation,
    callee: /^emr\.SecurityConfiguration$/,
    tokens: minimumVersion(),
    absent: undefined,
    snippet: '"InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": 2 }',
  },
];

/** Calls of programs and commands that set how instances use the metadata service: CDK, Pulumi, the SDK, `aws`. */
import { httpTokens, imageAndAccount, type Path, type SettingsRow } from './settings-row.js';

const CDK = String.raw`(?:aws-cdk-lib[/.]aws[-_]|@aws-cdk\/aws-)`;
const cdkNames = (module: string, names: string): RegExp => new RegExp(String.raw`^${CDK}${module}\.(?:${names})$`);

const construct = {
  argument: 2,
  name: 1,
  absent: 'inherited',
  inheritedFrom: `aspects of the app, ${imageAndAccount}`,
  snippet: 'requireImdsv2: true',
  option: { name: 'requireImdsv2', value: 'true' },
} as const;

/** Whether it is required is one option of constructs; `false` is what they do without it: they say nothing. */
const requireImdsv2 = { path: ['requireImdsv2'], required: 'true', neither: 'false' } as const;

/** What applies to all constructs of an app, wherever they are made. */
const ASPECTS = cdkNames('(?:ec2|autoscaling)', String.raw`\w+RequireImdsv2Aspect`);

const template = {
  ...construct,
  snippet: "metadataOptions: { httpTokens: 'required' }",
  option: { name: 'metadataOptions', value: "{ httpTokens: 'required' }" },
} as const;

const optionsBelow = (...path: Path): Pick<SettingsRow, 'tokens' | 'endpoint' | 'hopLimit'> => ({
  tokens: httpTokens(...path, 'metadataOptions', 'httpTokens'),
  endpoint: [...path, 'metadataOptions', 'httpEndpoint'],
  hopLimit: [...path, 'metadataOptions', 'httpPutResponseHopLimit'],
});

/** An operation as a command of version 3 of the SDK, as a method of a client of either, and as a command of the shell. */
const operation = (names: string): RegExp => {
  const methods = names.replace(/(?<=^|\|)[A-Z]/g, (letter) => letter.toLowerCase());
  return new RegExp(
    String.raw`^(?:@aws-sdk\/client-(?:ec2|auto-scaling)\.(?:${names})Command|` +
      String.raw`(?:aws-sdk|@aws-sdk)[\w./-]*(?:\.|\/)(?:EC2|ec2|AutoScaling)(?:Client)?\(\)\.(?:${methods}))$`,
  );
};

const request = { absent: 'inherited', inheritedFrom: imageAndAccount } as const;
const inSdk = { ...request, snippet: "MetadataOptions: { HttpTokens: 'required' }" } as const;
const inShell = { ...request, snippet: '--metadata-options HttpTokens=required' } as const;

const sdkOptions = (...path: Path): Pick<SettingsRow, 'tokens' | 'endpoint' | 'hopLimit'> => ({
  tokens: httpTokens(...path, 'HttpTokens'),
  endpoint: [...path, 'HttpEndpoint'],
  hopLimit: [...path, 'HttpPutResponseHopLimit'],
});

export const codeSettings: readonly SettingsRow[] = [
  {
    ...construct,
    aspects: ASPECTS,
    callee: cdkNames('ec2', 'Instance|LaunchTemplate|BastionHostLinux'),
    tokens: [...httpTokens('httpTokens'), requireImdsv2],
    endpoint: ['httpEndpoint'],
    hopLimit: ['httpPutResponseHopLimit'],
  },
  {
    ...construct,
    aspects: ASPECTS,
    callee: cdkNames('autoscaling', 'AutoScalingGroup'),
    tokens: [requireImdsv2],
    // With a launch template it has no image of its own, and that decides.
    makes: ['machineImage'],
  },
  { ...template, ...optionsBelow(), callee: cdkNames('ec2', 'CfnInstance'), aspects: ASPECTS },
  { ...template, ...optionsBelow(), callee: cdkNames('autoscaling', 'CfnLaunchConfiguration'), aspects: ASPECTS },
  {
    ...template,
    ...optionsBelow('launchTemplateData'),
    callee: cdkNames('ec2', 'CfnLaunchTemplate'),
    aspects: ASPECTS,
    option: undefined,
  },
  {
    ...template,
    ...optionsBelow(),
    callee: /^@pulumi\/aws[./]ec2\.(?:Instance|SpotInstanceRequest|LaunchTemplate|LaunchConfiguration)$/,
    argument: 1,
    name: 0,
    inheritedFrom: imageAndAccount,
    template: 'launchTemplate',
  },
  {
    ...template,
    ...optionsBelow(),
    callee:
      /^@cdktf\/provider-aws(?:\/lib\/[\w-]+|\.\w+)\.(?:Instance|SpotInstanceRequest|LaunchTemplate|LaunchConfiguration)$/,
    inheritedFrom: imageAndAccount,
    template: 'launchTemplate',
  },
  {
    ...inSdk,
    ...sdkOptions('MetadataOptions'),
    callee: operation('RunInstances'),
    template: 'LaunchTemplate',
    makes: ['ImageId', 'LaunchTemplate'],
    option: { name: 'MetadataOptions', value: "{ HttpTokens: 'required' }" },
  },
  {
    ...inSdk,
    ...sdkOptions('LaunchTemplateData', 'MetadataOptions'),
    callee: operation('CreateLaunchTemplate'),
    name: ['LaunchTemplateName'],
  },
  { ...inSdk, ...sdkOptions('MetadataOptions'), callee: operation('CreateLaunchConfiguration'), absent: undefined },
  {
    ...inSdk,
    ...sdkOptions('LaunchTemplateData', 'MetadataOptions'),
    callee: operation('CreateLaunchTemplateVersion'),
    absent: undefined,
  },
  {
    ...inSdk,
    ...sdkOptions(),
    callee: operation('ModifyInstanceMetadataOptions|ModifyInstanceMetadataDefaults'),
    absent: undefined,
    snippet: "HttpTokens: 'required'",
  },
  {
    ...inShell,
    ...sdkOptions('metadata-options'),
    callee: /^aws ec2 run-instances$/,
    makes: ['image-id', 'launch-template'],
    template: 'launch-template',
    option: { name: 'metadata-options', value: 'HttpTokens=required' },
  },
  {
    ...inShell,
    ...sdkOptions('launch-template-data', 'MetadataOptions'),
    callee: /^aws ec2 create-launch-template$/,
    makes: ['launch-template-data'],
    snippet: '"MetadataOptions": { "HttpTokens": "required" }',
  },
  {
    ...inShell,
    ...sdkOptions('launch-template-data', 'MetadataOptions'),
    callee: /^aws ec2 create-launch-template-version$/,
    absent: undefined,
    snippet: '"MetadataOptions": { "HttpTokens": "required" }',
  },
  {
    ...inShell,
    ...sdkOptions('metadata-options'),
    callee: /^aws autoscaling create-launch-configuration$/,
    absent: undefined,
  },
  {
    ...inShell,
    callee: /^aws ec2 modify-instance-metadata-(?:options|defaults)$/,
    tokens: httpTokens('http-tokens'),
    endpoint: ['http-endpoint'],
    hopLimit: ['http-put-response-hop-limit'],
    absent: undefined,
    snippet: '--http-tokens required',
  },
  {
    ...inShell,
    callee: /^aws ec2 register-image$/,
    tokens: [],
    absent: undefined,
    image: ['imds-support'],
    snippet: '--imds-support v2.0',
  },
];

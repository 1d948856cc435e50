/** Resources that set how instances use the metadata service: where in each of them that is said. */

/** The names that lead to a value; an item of a list is passed through, whichever it is. */
export type Path = readonly string[];

/** A resource, or a call that makes one. */
export interface SettingsRow {
  /** The canonical name of what is called: 'resource.aws_instance', 'AWS::EC2::Instance'. */
  readonly callee: RegExp;
  /** Where it says whether tokens are required, and what it then says. */
  readonly tokens: Path;
  readonly required: RegExp;
  readonly optional: RegExp;
  /** What counts when nothing is said; with `undefined` that is no matter of this resource. */
  readonly absent: 'inherited' | 'required' | undefined;
  /** Who decides when nothing is said. */
  readonly inheritedFrom: string;
  /** Where it says that the service is off, and how. */
  readonly endpoint?: Path;
  readonly hopLimit?: Path;
  /** Of what makes an image: where it says that instances of the image require tokens. */
  readonly image?: Path;
  /** Where it refers to a template that decides in its place. */
  readonly template?: Path;
  /** How the setting is written, for a person. */
  readonly snippet: string;
}

const required = /^required$/i;
const optional = /^optional$/i;
const imageAndAccount = 'the image and the defaults of the account decide';

const terraform = {
  required,
  optional,
  absent: 'inherited',
  inheritedFrom: imageAndAccount,
  snippet: 'metadata_options {\n  http_tokens = "required"\n}',
} as const;

const metadataOptions = {
  tokens: ['metadata_options', 'http_tokens'],
  endpoint: ['metadata_options', 'http_endpoint'],
  hopLimit: ['metadata_options', 'http_put_response_hop_limit'],
} as const;

const cloudFormation = {
  required,
  optional,
  absent: 'inherited',
  inheritedFrom: imageAndAccount,
  snippet: 'MetadataOptions:\n  HttpTokens: required',
} as const;

/** The properties below `path` that hold the options. */
const propertiesBelow = (...path: readonly string[]): Pick<SettingsRow, 'tokens' | 'endpoint' | 'hopLimit'> => ({
  tokens: [...path, 'MetadataOptions', 'HttpTokens'],
  endpoint: [...path, 'MetadataOptions', 'HttpEndpoint'],
  hopLimit: [...path, 'MetadataOptions', 'HttpPutResponseHopLimit'],
});

/** Every resource that is known. */
export const settingsRows: readonly SettingsRow[] = [
  { ...terraform, ...metadataOptions, callee: /^resource\.aws_instance$/, template: ['launch_template'] },
  { ...terraform, ...metadataOptions, callee: /^resource\.(?:aws_launch_template|aws_launch_configuration)$/ },
  {
    ...terraform,
    ...metadataOptions,
    callee: /^resource\.aws_spot_instance_request$/,
    template: ['launch_template'],
  },
  // A module may be of anyone's making: only what it is told counts.
  { ...terraform, ...metadataOptions, callee: /^module$/, absent: undefined },
  {
    ...terraform,
    callee: /^resource\.aws_ec2_instance_metadata_defaults$/,
    tokens: ['http_tokens'],
    endpoint: ['http_endpoint'],
    hopLimit: ['http_put_response_hop_limit'],
    required,
    inheritedFrom: 'images and launches decide',
    snippet: 'http_tokens = "required"',
  },
  {
    ...terraform,
    callee: /^resource\.aws_sagemaker_notebook_instance$/,
    tokens: ['instance_metadata_service_configuration', 'minimum_instance_metadata_service_version'],
    required: /^2$/,
    optional: /^1$/,
    inheritedFrom: 'the default of SageMaker decides, which allows version 1',
    snippet: 'instance_metadata_service_configuration {\n  minimum_instance_metadata_service_version = "2"\n}',
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
  { ...cloudFormation, ...propertiesBelow(), callee: /^AWS::EC2::Instance$/ },
  { ...cloudFormation, ...propertiesBelow('LaunchTemplateData'), callee: /^AWS::EC2::LaunchTemplate$/ },
  { ...cloudFormation, ...propertiesBelow(), callee: /^AWS::AutoScaling::LaunchConfiguration$/ },
  {
    ...cloudFormation,
    callee: /^AWS::SageMaker::NotebookInstance$/,
    tokens: ['InstanceMetadataServiceConfiguration', 'MinimumInstanceMetadataServiceVersion'],
    required: /^2$/,
    optional: /^1$/,
    inheritedFrom: 'the default of SageMaker decides, which allows version 1',
    snippet: 'InstanceMetadataServiceConfiguration:\n  MinimumInstanceMetadataServiceVersion: "2"',
  },
];

/** The row of what is called `callee`, if it is such a resource. */
export function settingsRowOf(callee: string): SettingsRow | undefined {
  return settingsRows.find((row) => row.callee.test(callee));
}

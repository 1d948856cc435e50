/** The strings of which every file that reaches the metadata service holds at least one. */

import { libraries } from './libraries.js';

/**
 * Sought byte by byte and without regard to case before a file is decoded: a file that holds none of them is not read any
 * further, so whatever a client or a rule can report must hold one. They are prefixes or fragments on purpose, as long as
 * real code without metadata in it stays rare.
 */
export const ANCHORS: readonly string[] = [
  // The address. Code that puts it together from smaller parts is out of reach for any search.
  '169.254.169.254',
  // The IPv6 address, with and without the leading zeros that some formatters write.
  'fd00:ec2:',
  'fd00:0ec2',
  // Nearly every path (`/latest/meta-data/…`, `/2009-04-04/meta-data/…`): files that take the address from elsewhere.
  'meta-data',
  // The paths that are read without meta-data in them.
  'latest/user-data',
  'latest/dynamic',
  // The host name, alone or as `instance-data.ec2.internal`.
  'instance-data',
  // The address as one number, decimal and hexadecimal, and as four: what URL parsers and curl accept for it.
  '2852039166',
  '0xa9fea9fe',
  '0xa9.0xfe',
  '0251.0376',
  // The tail of the IPv4-mapped forms (`::ffff:a9fe:a9fe`).
  'a9fe:a9fe',
  // The token header, the command of Amazon Linux and packages of that name.
  'ec2-metadata',
  // The command of Ubuntu, and what SDK modules are called (`EC2MetadataCredentials`).
  'ec2metadata',
  // Classes of the SDKs: `new AWS.MetadataService()`; `fromInstanceMetadata`, `getInstanceMetadataEndpoint`.
  'MetadataService',
  'InstanceMetadata',
  // Libraries that read metadata by themselves.
  ...libraryAnchors(),
];

/** A library's name; one too short to be looked for alone as an import writes it. */
function libraryAnchors(): readonly string[] {
  return libraries
    .filter(({ ecosystem }) => ecosystem === 'npm')
    .flatMap(({ name }) => (name.length > 4 ? [name] : [`'${name}'`, `"${name}"`]));
}

/**
 * The strings that what makes instances, templates for them and images is written with: a file that holds one may say, or
 * leave open, whether tokens are required.
 */
export const SETTING_ANCHORS: readonly string[] = [
  'http_tokens',
  'HttpTokens',
  'aws_instance',
  'aws_launch_',
  'aws_spot_instance',
  'aws_ami',
  'aws_sagemaker_notebook',
  'amazon-ebs',
  'amazon-instance',
  'amazon-chroot',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
  'AutoScaling::LaunchConfiguration',
  'SageMaker::NotebookInstance',
  // Playbooks.
  'ec2_instance',
  'ec2_launch_template',
  // What tools call it: `disableIMDSv1`, `ImdsSupport`, `imds_support`, `metadataServiceOptions`.
  'IMDSv1',
  'ImdsSupport',
  'imds_support',
  'MetadataServiceOptions',
  // Constructs, resources and operations in programs, and commands of the shell.
  'requireImdsv2',
  'ec2.Instance(',
  'LaunchTemplate(',
  'CfnInstance',
  'BastionHostLinux',
  'AutoScalingGroup(',
  'RunInstances',
  'CreateLaunchTemplate',
  'run-instances',
  'create-launch-template',
  'register-image',
  'metadata-defaults',
  // The command that changes the options of instances, and the option of others.
  'metadata-options',
];

/** Every string for which a file is read. */
export const READ_ANCHORS: readonly string[] = [...new Set([...ANCHORS, ...SETTING_ANCHORS])];

/**
 * The strings that name the service and hardly anything else: a file that holds one is worth telling of even when no
 * language reads it. Words that occur in prose and in other interfaces (`meta-data`, `MetadataService`) do not count.
 */
export const SERVICE_ANCHORS: readonly string[] = [
  '169.254.169.254',
  'fd00:ec2::254',
  '//instance-data',
  '2852039166',
  '0xa9fea9fe',
  'latest/meta-data',
  'latest/user-data',
  'latest/dynamic/',
  'latest/api/token',
];

/** Whether `text` holds one of them. */
export function namesService(text: string): boolean {
  const lower = text.toLowerCase();
  return SERVICE_ANCHORS.some((anchor) => lower.includes(anchor));
}

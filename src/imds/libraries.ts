/** Libraries that read instance metadata and know nothing of session tokens, in any version that there is. */
import type { Certainty } from '../model/certainty.js';

/** A library, and what of it reads. */
export interface Library {
  readonly ecosystem: 'npm' | 'pypi' | 'maven' | 'go' | 'gem' | 'cpan' | 'cfml';
  /** As its registry has it. */
  readonly name: string;
  /** Its exports that read, by name; undefined when all do. Where there is none, it reads by being there. */
  readonly reads?: readonly string[];
  /** What must hold of an argument's settings for a call to read. */
  readonly when?: readonly Condition[];
  /** Where this is seen: the code, or what was said of it. */
  readonly source: string;
}

/** A setting by its path in an argument, and the text that it must have (in lower case). */
export interface Condition {
  readonly argument: number;
  readonly path: readonly string[];
  readonly is: string;
  /** Whether a call reads when there is no such setting. */
  readonly absent: Certainty;
}

const github = (repository: string): string => `https://github.com/${repository}`;

export const libraries: readonly Library[] = [
  {
    ecosystem: 'npm',
    name: 'eureka-js-client',
    reads: ['Eureka', 'default'],
    when: [
      { argument: 0, path: ['eureka', 'fetchMetadata'], is: 'true', absent: 'certain' },
      // What is not said in code may be said in a file beside it.
      { argument: 0, path: ['instance', 'dataCenterInfo', 'name'], is: 'amazon', absent: 'possible' },
    ],
    source: github('jquatier/eureka-js-client'),
  },
  {
    ecosystem: 'npm',
    name: 'node-ec2-metadata',
    reads: ['getMetadataForInstance', 'isEC2'],
    source: github('davidtucker/node-ec2-metadata'),
  },
  { ecosystem: 'npm', name: 'aws-instance-metadata', source: github('mixmaxhq/aws-instance-metadata') },
  {
    ecosystem: 'npm',
    name: 'awscred',
    reads: [
      'load',
      'loadCredentialsAndRegion',
      'loadCredentials',
      'loadCredentialsFromHttp',
      'loadCredentialsFromEc2Metadata',
    ],
    // A chain of its own may leave the service out.
    when: [{ argument: 0, path: ['credentialsCallChain'], is: 'default', absent: 'certain' }],
    source: github('mhart/awscred'),
  },
  { ecosystem: 'npm', name: 'ec2-metadata', source: github('segment-boneyard/ec2-metadata') },
  { ecosystem: 'npm', name: 'node-aws-metadata', source: github('NiteshVishwakarma896/node-aws-metadata') },
  { ecosystem: 'npm', name: 'ec2metadata', source: github('kilianc/node-ec2metadata') },
  { ecosystem: 'npm', name: 'eim', source: github('grudzinski/ec2-instance-metadata') },
  { ecosystem: 'npm', name: 'cloud-instance-metadata', source: github('abhisek00/node-cloud-instance-metadata') },
  {
    ecosystem: 'npm',
    name: '@plato/aws-meta',
    reads: ['getEC2LocalIPv4', 'getInstanceIPV4'],
    source: github('plato-app/es-aws-meta'),
  },
  {
    ecosystem: 'npm',
    name: '@opencensus/resource-util',
    reads: ['detectResource'],
    source: github('census-instrumentation/opencensus-node'),
  },
  { ecosystem: 'npm', name: 'epsagon', reads: [], source: github('epsagon/epsagon-node') },
  {
    ecosystem: 'npm',
    name: 'signalfx',
    reads: ['Ingest', 'IngestJson', 'SignalFx'],
    when: [{ argument: 1, path: ['enableAmazonUniqueId'], is: 'true', absent: 'no' }],
    source: github('signalfx/signalfx-nodejs'),
  },
  { ecosystem: 'npm', name: 'logdna-agent', reads: [], source: github('logdna/logdna-agent') },
  { ecosystem: 'maven', name: 'com.netflix.eureka:eureka-client', source: github('Netflix/eureka/issues/1457') },
  { ecosystem: 'maven', name: 'com.hazelcast:hazelcast-aws', source: github('hazelcast/hazelcast-aws') },
  { ecosystem: 'maven', name: 'net.java.dev.jets3t:jets3t', source: github('mondain/jets3t/issues/21') },
  {
    ecosystem: 'pypi',
    name: 'boto',
    reads: ['utils.get_instance_metadata', 'utils.get_instance_identity', 'utils.get_instance_userdata'],
    source: github('boto/boto'),
  },
  { ecosystem: 'go', name: 'github.com/AdRoll/goamz', source: github('AdRoll/goamz') },
  { ecosystem: 'go', name: 'github.com/rlmcpherson/s3gof3r', source: github('rlmcpherson/s3gof3r') },
  { ecosystem: 'gem', name: 'amazon-ec2', source: 'https://rubygems.org/gems/amazon-ec2' },
  { ecosystem: 'gem', name: 'engineyard-metadata', source: github('seamusabshere/engineyard-metadata') },
  { ecosystem: 'gem', name: 'sensu-plugins-aws', source: github('sensu-plugins/sensu-plugins-aws') },
  {
    ecosystem: 'cpan',
    name: 'Net::Amazon::EC2::Metadata',
    source: 'https://metacpan.org/pod/Net::Amazon::EC2::Metadata',
  },
  { ecosystem: 'cfml', name: 'aws-cfml', source: github('jcberquist/aws-cfml/issues/92') },
];

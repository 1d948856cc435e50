/** Manifests and configurations of tools that make instances, as calls of their kind with what they say. */
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import { addCall, type Found } from './found.js';
import { dataExpr } from './records.js';
import { template } from './template-holes.js';
import { exprOf } from './texts.js';

/** A kind of manifest: how it is told, and where in it the parts lie that make instances (the whole, without). */
interface Kind {
  /** What it is called; a part has its path behind that. */
  readonly name: string;
  claims(root: DataNode): boolean;
  readonly parts?: readonly (readonly string[])[];
}

/** What Kubernetes and its kin say of themselves: `apiVersion: group/version`, `kind: Kind`. */
const resource = (group: string, kind: string, ...parts: readonly (readonly string[])[]): Kind => ({
  name: `${group}/${kind}`,
  claims: (root) =>
    scalarText(at(root, 'kind')) === kind && scalarText(at(root, 'apiVersion'))?.startsWith(`${group}/`) === true,
  parts,
});

/** What is known by the names of its parts alone. */
const file = (name: string, keys: readonly string[], ...parts: readonly (readonly string[])[]): Kind => ({
  name,
  claims: (root) => hasKeys(root, ...keys),
  parts,
});

/** The kinds that make instances; the others are many, and nobody asks for them. */
const kinds: readonly Kind[] = [
  resource('eksctl.io', 'ClusterConfig', ['nodeGroups'], ['managedNodeGroups']),
  resource('karpenter.k8s.aws', 'EC2NodeClass'),
  resource('karpenter.k8s.aws', 'AWSNodeTemplate'),
  resource('kops.k8s.io', 'InstanceGroup'),
  resource('kops', 'InstanceGroup'),
  resource('infrastructure.cluster.x-k8s.io', 'AWSMachine'),
  resource('infrastructure.cluster.x-k8s.io', 'AWSMachineTemplate'),
  resource('infrastructure.cluster.x-k8s.io', 'AWSMachinePool'),
  resource('infrastructure.cluster.x-k8s.io', 'AWSManagedMachinePool'),
  resource('machine.openshift.io', 'MachineSet'),
  resource('ec2.services.k8s.aws', 'Instance'),
  resource('ec2.services.k8s.aws', 'LaunchTemplate'),
  resource('ec2.aws.upbound.io', 'Instance'),
  resource('ec2.aws.upbound.io', 'LaunchTemplate'),
  file('parallelcluster.Cluster', ['HeadNode', 'Scheduling']),
  file('elasticbeanstalk.Environment', ['option_settings']),
  file('elasticbeanstalk.Environment', ['OptionSettings']),
  file('emr.SecurityConfiguration', ['InstanceMetadataServiceConfiguration']),
  { name: 'kitchen.Driver', claims: (root) => scalarText(at(root, 'driver', 'name')) === 'ec2', parts: [['driver']] },
];

/** Adds what `root` makes, if it is of a kind that makes instances. */
export function addManifest(found: Found, root: DataNode): void {
  addBuilders(found, root);
  addConfiguration(found, root);
  const kind = kinds.find((one) => one.claims(root));
  if (kind === undefined) return;
  const { name, parts = [] } = kind;
  if (parts.length === 0) addMade(found, name, root);
  for (const path of parts) {
    const part = at(root, ...path);
    const made = part?.kind === 'sequence' ? itemsOf(part) : part === undefined ? [] : [part];
    for (const one of made) addMade(found, [name, ...path].join('.'), one);
  }
}

/** Templates of Packer in JSON: each builder is what HCL has as `source "type" …`. */
function addBuilders(found: Found, root: DataNode): void {
  for (const builder of itemsOf(at(root, 'builders'))) {
    const type = scalarText(at(builder, 'type'));
    if (type !== undefined) addMade(found, `source.${type}`, builder);
  }
}

/** Terraform in JSON: `{ "resource": { "aws_instance": { "web": { … } } } }`. */
function addConfiguration(found: Found, root: DataNode): void {
  for (const { key: type, value } of entriesOf(at(root, 'resource'))) {
    if (!/^aws_\w+$/.test(type)) continue;
    for (const { keySpan, value: made } of entriesOf(value)) addMade(found, `resource.${type}`, made, keySpan.start);
  }
}

/** Adds a call of `name` with what `node` says, which stands from `start` on. */
function addMade(found: Found, name: string, node: DataNode, start = node.span.start): void {
  const value = dataExpr(node, (part) => (part.kind === 'scalar' ? exprOf(part, found.text, template) : undefined));
  const span = { start, end: node.span.end };
  const args = { kind: 'list' as const, items: [{ value, spread: 'no' as const }], span };
  addCall(found, { kind: 'ref', name, span }, args, found.root, false);
}

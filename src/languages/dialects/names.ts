/** What names mean in data that nothing in it binds: kinds of resources, modules, and what the environment of its code has. */
import type { Value } from '../../model/value.js';
import { unboundName } from '../shell/names.js';

/** Modules of Ansible, types of CloudFormation, kinds of manifests, resources of Terraform and Packer. */
const KINDS =
  /^(?:(?:ansible\.builtin|amazon\.aws|community\.aws)\.\w+|AWS::\w+::\w+|[\w.-]+\/[A-Z][\w.]+|(?:emr|elasticbeanstalk|kitchen|parallelcluster)\.[A-Z][\w.]+|(?:resource|source)\.[\w-]+)$/;

/** The value of such a name. */
export function unboundInData(name: string): Value {
  const isKind = KINDS.test(name);
  return isKind ? { kind: 'external', name, receiver: undefined } : unboundName(name);
}

/** What names mean in data that nothing in it binds: kinds of resources, modules, and what the environment of its code has. */
import type { Value } from '../../model/value.js';
import { unboundName } from '../shell/names.js';

/** The value of such a name. */
export function unboundInData(name: string): Value {
  const isKind = name.startsWith('ansible.builtin.') || /^AWS::\w+::\w+$/.test(name);
  return isKind ? { kind: 'external', name, receiver: undefined } : unboundName(name);
}

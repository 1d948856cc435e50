/** Every resource that sets how instances use the metadata service. */
import { cloudFormationSettings } from './settings-cloudformation.js';
import { codeSettings } from './settings-code.js';
import { manifestSettings } from './settings-manifests.js';
import type { SettingsRow } from './settings-row.js';
import { terraformSettings } from './settings-terraform.js';

export const settingsRows: readonly SettingsRow[] = [
  ...terraformSettings,
  ...cloudFormationSettings,
  ...manifestSettings,
  ...codeSettings,
];

/** The row of what is called `callee`, if it is such a resource. */
export function settingsRowOf(callee: string): SettingsRow | undefined {
  return settingsRows.find((row) => row.callee.test(callee));
}

/** Audits texts that lie in no file. */
import { audit } from '../../src/audit.js';
import { defaultOptions } from '../../src/config.js';
import type { Report } from '../../src/model/finding.js';
import { filesBelow, filesInMemory } from './files-in-memory.js';

/** What the program says of one text that stands alone under `name`; with rules, by these alone. */
export function auditText(name: string, text: string, rules: readonly string[] = []): Promise<Report> {
  return audit(filesInMemory({ [`/project/${name}`]: text }), { ...defaultOptions, root: '/project', rules });
}

/** What the program says of a project of these files. */
export function auditFiles(files: Readonly<Record<string, string>>): Promise<Report> {
  return audit(filesBelow('/project', files), { ...defaultOptions, root: '/project' });
}

/** Finds the files that belong together: a module of Terraform is a folder, and other modules of the project use it. */
import { basename, dirname, join } from 'node:path/posix';
import { grouped } from '../../model/grouped.js';
import type { ModuleFinder, ProjectFiles, Users } from '../language.js';

/** How many files of one folder are read for their names, and in how many files of a project uses are looked for. */
const MAX_SIBLINGS = 100;
const MAX_FILES = 5_000;

const CONFIGURATION = /\.(?:tf|tofu)$/;
/** What is read without being named, the later ones after the others: `terraform.tfvars`, `x.auto.tfvars`. */
const READ_ALWAYS: readonly RegExp[] = [
  /^terraform\.tfvars$/,
  /^terraform\.tfvars\.json$/,
  /^[^/]+\.auto\.tfvars(?:\.json)?$/,
];
const BUILD = /\.pkr\.hcl$/;
const BUILD_VALUES = /\.auto\.pkrvars\.hcl$/;
/** Most files of a project are none that a module is made of. */
const mayBelong = (path: string): boolean =>
  [CONFIGURATION, ...READ_ALWAYS, BUILD, BUILD_VALUES].some((kind) => kind.test(basename(path)));
/** Folders whose files show how a module is used, or try it. */
const SHOWS = /(?:^|\/)(?:examples?|tests?|fixtures|samples?|demos?|e2e|integration)\//i;

/** What belongs to what in the project of `files`. */
export function findSiblings(files: ProjectFiles): ModuleFinder {
  const siblings = new Map<string, readonly string[]>();
  let folders: ReadonlyMap<string, readonly string[]> | undefined;
  let users: ReadonlyMap<string, Users['users']> | undefined;
  return {
    find: () => undefined,
    packageOf: () => undefined,
    isPublished: () => false,
    siblingsOf(path) {
      folders ??= grouped([...files.code, ...files.manifests].filter(mayBelong), dirname);
      const folder = dirname(path);
      const known =
        siblings.get(path) ??
        siblingsAmong(folders.get(folder) ?? [], path)
          .slice(0, MAX_SIBLINGS)
          .map((name) => join(folder, name));
      siblings.set(path, known);
      return known;
    },
    usersOf(path) {
      users ??= usersIn(files);
      const found = users.get(dirname(path)) ?? [];
      return { users: found, areAll: found.some((user) => !SHOWS.test(user.path)) };
    },
  };
}

/** Those of `paths` in the folder of `path` that belong to it. */
function siblingsAmong(paths: readonly string[], path: string): readonly string[] {
  const all = paths.map((each) => basename(each)).toSorted();
  if (CONFIGURATION.test(path))
    return [CONFIGURATION, ...READ_ALWAYS].flatMap((kind) => all.filter((name) => kind.test(name)));
  return BUILD.test(path) ? [BUILD, BUILD_VALUES].flatMap((kind) => all.filter((name) => kind.test(name))) : [];
}

/** The uses of modules by folder, told without parsing: some more are found than there are. */
function usersIn(files: ProjectFiles): ReadonlyMap<string, Users['users']> {
  const found = new Map<string, Users['users'][number][]>();
  for (const path of files.code.filter((one) => CONFIGURATION.test(one)).slice(0, MAX_FILES)) {
    for (const [, as = ''] of (files.read(path) ?? '').matchAll(/\bsource[ \t]*=[ \t]*"(\.{1,2}\/[^"$\n]*)"/g)) {
      const folder = join(dirname(path), as).replace(/(?<=.)\/$/, '');
      const users = found.get(folder) ?? [];
      found.set(folder, users);
      if (!users.some((user) => user.path === path && user.as === as)) users.push({ path, as });
    }
  }
  return found;
}

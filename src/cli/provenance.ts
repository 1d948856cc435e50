/** Finds out which commit of which repository is scanned, by reading files of `.git` only. */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Report } from '../model/finding.js';
import type { Scanned, VersionControl } from '../report/index.js';
import { publicUri } from '../report/sarif.js';

type Reader = (path: string) => string | undefined;

/**
 * Undefined when `root` (absolute) is not the top of a clone of something. The address is as git has it, credentials
 * included: the reports leave them out.
 */
export function findProvenance(root: string): VersionControl | undefined {
  const readText = readerOf(root);
  const repositoryUri = remoteOf(readText('config') ?? '');
  const head = readText('HEAD')?.trim();
  if (repositoryUri === undefined || head === undefined) return undefined;
  const ref = /^ref: (refs\/[\w./@+-]+)$/.exec(head)?.[1];
  const commit = ref === undefined ? head : commitOf(ref, readText);
  return {
    repositoryUri,
    revisionId: commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined,
    branch: ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined,
  };
}

/** What is scanned at `root` (absolute), and how it is called. */
export function scannedAt(root: string): Scanned {
  const versionControl = findProvenance(root);
  const address = versionControl && publicUri(versionControl.repositoryUri);
  return { name: nameAt(address) ?? (basename(root) || 'root'), versionControl };
}

/** The report, in which repositories have the names and addresses that git knows of them. */
export function withNames(report: Report, root: string): Report {
  const repositories = report.repositories.map((repository) => {
    const versionControl = findProvenance(join(root, repository.path));
    const address = versionControl && publicUri(versionControl.repositoryUri);
    return { ...repository, name: nameAt(address) ?? repository.path, address };
  });
  return { ...report, repositories };
}

/** 'owner/name' of an address. */
function nameAt(address: string | undefined): string | undefined {
  const [, path = ''] = /^\w+:\/\/[^/]+\/(.+)$/.exec(address ?? '') ?? [];
  const segments = path.split('/').filter((segment) => !['', '.', '..'].includes(segment));
  return segments.length === 0 ? undefined : segments.slice(-2).join('/');
}

function commitOf(ref: string, readText: Reader): string | undefined {
  if (ref.split('/').includes('..')) return undefined;
  const loose = readText(ref)?.trim();
  if (loose !== undefined) return loose;
  const packed = readText('packed-refs')?.split('\n') ?? [];
  return packed.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0];
}

/** The address of `origin` in a git configuration. */
function remoteOf(config: string): string | undefined {
  const lines = config.split('\n').map((line) => line.trim());
  const start = lines.indexOf('[remote "origin"]');
  if (start === -1) return undefined;
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('[')) return undefined;
    const url = /^url\s*=\s*(\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}

/**
 * Reads files of git's directory. Further work trees and submodules have a file in its place that says where theirs is, and
 * that may have what all work trees share in another ('commondir').
 */
function readerOf(root: string): Reader {
  const place = join(root, '.git');
  const own = /^gitdir: (.+)$/m.exec(textAt(place) ?? '')?.[1];
  const directory = own === undefined ? place : resolve(root, own);
  const common = textAt(join(directory, 'commondir'))?.trim();
  return (path) =>
    textAt(join(directory, path)) ??
    (common === undefined ? undefined : textAt(join(resolve(directory, common), path)));
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Names of places that stay the same when lines above them come and go. */
import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.js';
import { inFileOrder } from './order.js';
import type { SourceLines } from './source-lines.js';

const blockSize = 100;
const base = 37;
const half = 2 ** 32;
const endOfFile = 65535;
const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];

/** An unsigned number of 64 bits in two halves: products of a half with what is used here stay exact. */
interface Wide {
  readonly high: number;
  readonly low: number;
}

/** `value * base + unit`, modulo 2^64. */
function shifted(value: Wide, unit: number): Wide {
  const low = value.low * base + unit;
  return { low: low % half, high: (value.high * base + Math.floor(low / half)) % half };
}

/** `value - weight * unit`, modulo 2^64. */
function without(value: Wide, weight: Wide, unit: number): Wide {
  const product = weight.low * unit;
  const low = value.low - (product % half);
  const borrow = low < 0 ? 1 : 0;
  const taken = (weight.high * unit + Math.floor(product / half)) % half;
  return { low: low + borrow * half, high: (((value.high - taken - borrow) % half) + half) % half };
}

/** What a unit weighs when a whole block has been read after it. */
const oldest = Array.from({ length: blockSize }).reduce<Wide>((value) => shifted(value, 0), { high: 0, low: 1 });

function hexOf({ high, low }: Wide): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
}

/**
 * GitHub's `primaryLocationLineHash` of each line of a file (line n at index n - 1): a rolling hash over the next hundred
 * units that are not blank, and how often it has occurred so far. `text` has its byte-order mark, if any.
 */
export function lineHashes(text: string): readonly string[] {
  const { units, lines } = keptUnits(text);
  const seen = new Map<string, number>();
  const hashes: string[] = [];
  let hash: Wide = { high: 0, low: 0 };
  let end = 0;
  for (const start of lines) {
    for (; end < start + blockSize; end += 1) {
      hash = without(shifted(hash, units[end] ?? 0), oldest, units[end - blockSize] ?? 0);
    }
    const hex = hexOf(hash);
    const times = (seen.get(hex) ?? 0) + 1;
    seen.set(hex, times);
    hashes.push(`${hex}:${String(times)}`);
  }
  return hashes;
}

/** The units that count, and where among them each line begins. */
function keptUnits(text: string): { readonly units: Uint16Array; readonly lines: readonly number[] } {
  const units = new Uint16Array(text.length + 1);
  const lines: number[] = [];
  let length = 0;
  let isLineStart = true;
  let isAfterReturn = false;
  for (let index = 0; index <= text.length; index += 1) {
    const unit = index < text.length ? text.charCodeAt(index) : endOfFile;
    const isDropped = unit === space || unit === tab || (isAfterReturn && unit === lineFeed);
    isAfterReturn = unit === carriageReturn;
    if (isDropped) continue;
    if (isLineStart) lines.push(length);
    isLineStart = unit === lineFeed || unit === carriageReturn;
    units[length] = unit === carriageReturn ? lineFeed : unit;
    length += 1;
  }
  return { units: units.slice(0, length), lines };
}

/**
 * A fingerprint of each finding that does not hold its line number: of the rule, the path, the line's text with its blanks
 * evened out, and which of several such it is.
 */
export function siteFingerprints(
  findings: readonly Finding[],
  sources: (path: string) => SourceLines | undefined,
): ReadonlyMap<Finding, string> {
  const digests = new Map<string, string>();
  const digestOfLine = (path: string, line: number): string => {
    const place = `${String(line)} ${path}`;
    // A line of generated code may hold thousands of findings.
    const known = digests.get(place) ?? digest((sources(path)?.line(line) ?? '').replace(/\s+/g, ' ').trim());
    digests.set(place, known);
    return known;
  };
  const seen = new Map<string, number>();
  const fingerprints = new Map<Finding, string>();
  for (const finding of inFileOrder(findings)) {
    const { path, start } = finding.location;
    const site = JSON.stringify([finding.ruleId, path, digestOfLine(path, start.line)]);
    const nth = (seen.get(site) ?? 0) + 1;
    seen.set(site, nth);
    fingerprints.set(finding, digest(`${site}:${String(nth)}`));
  }
  return fingerprints;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

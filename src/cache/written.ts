/** What is remembered of a run as bytes, and back: of bytes that were not written so, or by another program, nothing is. */
import { hash } from 'node:crypto';
import { under } from '../discover/walk.js';
import { stampLength } from '../discover/stamps.js';
import type { Report } from '../model/finding.js';
import type { Answers, Memory, ReadAnswers } from './memory.js';
import { readReport, writtenReport } from './report-shape.js';
import type { Scope } from './scope.js';
import { list, number, object, orNull, ShapeError, text } from '../shape.js';

/** First of all, so that nothing else is taken for it. */
const magic = Buffer.from('imds-audit cache\n');
const digestLength = 32;
/** The lengths of the four parts that follow: the head, the paths of what holds nothing, the stamps, and the outcome. */
const lengths = 4 * Uint32Array.BYTES_PER_ELEMENT;
const start = magic.length + digestLength + lengths;

/** What is quick to read as JSON; the rest is long. Paths are relative to the root. */
interface Head extends Omit<Memory, 'empties' | 'stamps' | 'outcome'> {
  /** Which program wrote this. */
  readonly build: string;
}

const answersMembers = { paths: list(text), answers: list(text) };
const answers = object<Answers>(answersMembers);
const headIn = object<Head>({
  build: text,
  key: text,
  limit: number,
  directories: answers,
  kinds: answers,
  realPaths: answers,
  reads: object<ReadAnswers>({ ...answersMembers, limits: list(orNull(number)) }),
  searched: list(text),
});

/** `outcome` is what came of the run, if it is known all that this was made of. */
export function writtenMemory(
  { empties, stamps, ...rest }: Omit<Memory, 'outcome'>,
  outcome: Report | undefined,
  build: string,
  scope: Scope,
): Uint8Array {
  const relative = relativeTo(scope);
  const shortened = <T extends Answers>(some: T): T => ({ ...some, paths: some.paths.map(relative) });
  const head: Head = {
    build,
    key: rest.key,
    limit: rest.limit,
    directories: shortened(rest.directories),
    kinds: shortened(rest.kinds),
    realPaths: shortened(rest.realPaths),
    reads: shortened(rest.reads),
    searched: rest.searched,
  };
  const parts = [
    Buffer.from(JSON.stringify(head)),
    Buffer.from(empties.map(relative).join('\0')),
    Buffer.from(stamps.buffer, stamps.byteOffset, stamps.byteLength),
    Buffer.from(outcome === undefined ? '' : writtenReport(outcome)),
  ];
  const sizes = Buffer.from(new Uint32Array(parts.map(({ length }) => length)).buffer);
  const body = Buffer.concat([sizes, ...parts]);
  return Buffer.concat([magic, hash('sha256', body, 'buffer'), body]);
}

/** Undefined for bytes that this program, `build`, did not write, and for what speaks of other paths than those in `scope`. */
export function readMemory(bytes: Uint8Array, build: string, scope: Scope): Memory | undefined {
  try {
    return memoryIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), build, scope);
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function memoryIn(bytes: Buffer, build: string, scope: Scope): Memory | undefined {
  if (bytes.length < start || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const body = bytes.subarray(magic.length + digestLength);
  if (!hash('sha256', body, 'buffer').equals(bytes.subarray(magic.length, magic.length + digestLength)))
    return undefined;
  const [headPart, emptiesPart, stampsPart, outcomePart] = partsOf(body);
  const head = headIn(JSON.parse(headPart.toString('utf8')));
  if (head.build !== build) return undefined;
  const absolute = absoluteIn(scope);
  const lengthened = <T extends Answers>(some: T): T => ({ ...some, paths: some.paths.map(absolute) });
  const memory: Memory = {
    key: head.key,
    limit: head.limit,
    directories: lengthened(head.directories),
    kinds: lengthened(head.kinds),
    realPaths: lengthened(head.realPaths),
    reads: lengthened(head.reads),
    searched: head.searched,
    empties: emptiesPart.length === 0 ? [] : emptiesPart.toString('utf8').split('\0').map(absolute),
    // Copied to where numbers may begin.
    stamps: new Float64Array(new Uint8Array(stampsPart).buffer),
    outcome: () => outcomeIn(outcomePart),
  };
  return isWhole(memory, scope) ? memory : undefined;
}

function outcomeIn(part: Buffer): Report | undefined {
  if (part.length === 0) return undefined;
  try {
    return readReport(part.toString('utf8'));
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function partsOf(body: Buffer): readonly [Buffer, Buffer, Buffer, Buffer] {
  let at = lengths;
  const next = (index: number): Buffer => {
    const size = body.readUInt32LE(index * Uint32Array.BYTES_PER_ELEMENT);
    at += size;
    if (at > body.length) throw new ShapeError('it is cut off');
    return body.subarray(at - size, at);
  };
  return [next(0), next(1), next(2), next(3)];
}

/** Whether everything has its answer, and nothing leads elsewhere. */
function isWhole({ directories, kinds, realPaths, reads, empties, stamps }: Memory, scope: Scope): boolean {
  return (
    [directories, kinds, realPaths, reads].every(({ paths, answers: given }) => paths.length === given.length) &&
    reads.limits.length === reads.paths.length &&
    stamps.length === (reads.paths.length + empties.length) * stampLength &&
    [directories.paths, reads.paths, empties].every((paths) => paths.every(scope.holds)) &&
    [kinds.paths, realPaths.paths].every((paths) => paths.every(scope.sees))
  );
}

/** What lies outside of the root stays absolute. */
function relativeTo({ root }: Scope): (path: string) => string {
  const top = under(root, '');
  return (path) => (path === root ? '' : path.startsWith(top) ? path.slice(top.length) : path);
}

function absoluteIn({ root, sees }: Scope): (path: string) => string {
  const top = under(root, '');
  return (path) => (path === '' ? root : sees(path) ? path : top + path);
}

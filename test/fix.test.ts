/** Which fixes stay, given what an audit of the fixed texts says; and how files are written. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { applyEdits, conflicts, moverOf } from '../src/edits.js';
import { applyFixes } from '../src/fix.js';
import type { Finding, Notice, Report } from '../src/model/finding.js';
import type { Fix } from '../src/model/site.js';
import type { SourceFile, Span } from '../src/model/source-file.js';
import { replaceFile } from '../src/write.js';
import { expectInProportion } from './support/growth.js';

type FixOf = (file: SourceFile, span: Span, word: string) => Fix | undefined;

/** An auditor of words: each `bad…` is a finding, each `broken` a syntax error, each `bad` or `good` a request. */
function auditWords(files: ReadonlyMap<string, string>, fixOf: FixOf): Report {
  const findings: Finding[] = [];
  const notices: Notice[] = [];
  let requests = 0;
  for (const [name, text] of files) {
    for (const match of text.matchAll(/\b(?:bad\w*|good|broken)\b/g)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (match[0] === 'broken') notices.push({ kind: 'syntax', path: name, message: 'broken', position: undefined });
      else requests += 1;
      if (match[0].startsWith('bad'))
        findings.push(finding(name, span, match[0], fixOf({ path: name, text }, span, match[0])));
    }
  }
  return {
    version: '0',
    findings,
    suppressed: [],
    notices,
    statistics: { scanned: files.size, analysed: {}, followed: 0, skipped: {}, requests },
    verdict: {
      ready: findings.length === 0,
      partial: false,
      refused: findings.length,
      fallback: 0,
      undecided: 0,
      sdkFallback: 0,
      unread: 0,
    },
    repositories: [],
    unseen: [],
    sources: new Map(findings.map(({ location }) => [location.path, files.get(location.path) ?? ''])),
  };
}

function finding(name: string, span: Span, word: string, fix: Fix | undefined): Finding {
  const position = { line: 1, column: 1 };
  return {
    ruleId: 'IMDS001',
    ruleName: 'tokenless-request',
    level: 'error',
    certainty: 'certain',
    message: `'${word}' is bad`,
    reason: '',
    location: { path: name, span, start: position, end: position, languages: ['shell'] },
    related: [],
    remedy: '',
    fix,
  };
}

function replaceBy(text: string, safety: Fix['safety'] = 'safe'): FixOf {
  return (file, span) => ({ title: text, safety, edits: [{ path: file.path, span, text }] });
}

async function fixWords(texts: Readonly<Record<string, string>>, fixOf: FixOf, scope: 'safe' | 'all' = 'safe') {
  const files = new Map(Object.entries(texts));
  let audits = 0;
  const result = await applyFixes(auditWords(files, fixOf), scope, (changed) => {
    audits += 1;
    return Promise.resolve(auditWords(new Map([...files, ...changed]), fixOf));
  });
  const after = Object.fromEntries(result.files.map((file) => [file.path, file.after]));
  const withheld = result.withheld.map(({ finding: { message }, why }) => `${message}: ${why}`);
  return { after, withheld, applied: result.applied.length, left: result.report.findings.length, audits };
}

describe('fixes', () => {
  test('are applied together when all of them hold', async () => {
    expect(await fixWords({ a: 'bad and bad', b: 'x bad', c: 'good' }, replaceBy('good'))).toEqual({
      after: { a: 'good and good', b: 'x good' },
      withheld: [],
      applied: 3,
      left: 0,
      audits: 1,
    });
  });

  test('many are applied in proportion to their number', async () => {
    await expectInProportion(async (count) => {
      const { applied } = await fixWords({ a: 'bad '.repeat(count) }, replaceBy('good'));
      expect(applied).toBe(count);
    }, 20_000);
  });

  test('nothing to fix changes nothing', async () => {
    expect(await fixWords({ a: 'good' }, replaceBy('good'))).toMatchObject({ after: {}, applied: 0, audits: 0 });
    expect(await fixWords({ a: 'bad' }, () => undefined)).toMatchObject({ after: {}, applied: 0, left: 1, audits: 0 });
  });

  test('unsafe ones are applied only when asked for', async () => {
    expect(await fixWords({ a: 'bad' }, replaceBy('good', 'unsafe'))).toMatchObject({ after: {}, left: 1 });
    expect(await fixWords({ a: 'bad' }, replaceBy('good', 'unsafe'), 'all')).toMatchObject({ after: { a: 'good' } });
  });

  test('one that leaves its finding is withheld, the others stay', async () => {
    const fixOf: FixOf = (file, span, word) => replaceBy(word === 'badly' ? 'badly' : 'good')(file, span, word);
    expect(await fixWords({ a: 'bad bad badly bad bad' }, fixOf)).toMatchObject({
      after: { a: 'good good badly good good' },
      withheld: ["'badly' is bad: the finding would still be there"],
      applied: 4,
    });
  });

  test.each([
    ['x bad', "'badly' is bad: there would be a new finding: 'bad' is bad"],
    ['broken', "'badly' is bad: the file could no longer be read: broken"],
    ['', "'badly' is bad: the request would no longer be recognised"],
  ])('one that leads to "%s" is withheld', async (text, why) => {
    const fixOf: FixOf = (file, span, word) => (word === 'badly' ? replaceBy(text)(file, span, word) : undefined);
    const result = await fixWords({ a: 'bad\nbadly\ngood', b: 'badly' }, fixOf);
    expect(result).toMatchObject({ after: {}, withheld: [why, why], left: 3 });
  });

  test('those that overlap are applied in turn', async () => {
    const fixOf: FixOf = (file, span) => ({
      title: 'insert at the start too',
      safety: 'safe',
      edits: [
        { path: file.path, span: { start: 0, end: 0 }, text: '+' },
        { path: file.path, span, text: 'good' },
      ],
    });
    expect(await fixWords({ a: 'bad bad bad' }, fixOf)).toMatchObject({ after: { a: '+++good good good' }, audits: 3 });
  });

  test('one that changes another file counts like any', async () => {
    const fixOf: FixOf = (file, span) => ({
      title: 'two files',
      safety: 'safe',
      edits: [
        { path: file.path, span, text: 'good' },
        { path: 'b', span: { start: 0, end: 0 }, text: '#' },
      ],
    });
    expect(await fixWords({ a: 'bad', b: 'x' }, fixOf)).toMatchObject({ after: {}, left: 1 });
    expect(await fixWords({ a: 'bad', b: 'x bad' }, fixOf)).toMatchObject({ after: { a: 'good', b: '##x good' } });
  });

  test('a fix that goes on for ever ends', async () => {
    let count = 0;
    const fixOf: FixOf = (file, span, word) => replaceBy(`good bad${String((count += 1))}`)(file, span, word);
    const result = await fixWords({ a: 'bad' }, fixOf);
    expect(result.audits).toBeLessThan(100);
  });

  test('many bad ones among good ones take few audits', async () => {
    const words = Array.from({ length: 256 }, (_, index) => (index % 64 === 5 ? 'badly' : 'bad')).join(' ');
    const fixOf: FixOf = (file, span, word) => replaceBy(word === 'badly' ? 'badly' : 'good')(file, span, word);
    const result = await fixWords({ a: words }, fixOf);
    expect(result.withheld).toHaveLength(4);
    expect(result.applied).toBe(252);
    expect(result.audits).toBeLessThan(64);
  });
});

test('edits', () => {
  const insert = (at: number, text: string) => ({ path: 'a', span: { start: at, end: at }, text });
  const replace = (start: number, end: number, text: string) => ({ path: 'a', span: { start, end }, text });
  expect(applyEdits('abcdef', [replace(3, 5, 'X'), insert(0, '<'), insert(0, '-')])).toBe('<-abcXf');
  expect(conflicts(replace(0, 3, ''), replace(3, 5, ''))).toBe(false);
  expect(conflicts(replace(0, 3, ''), replace(2, 5, ''))).toBe(true);
  expect(conflicts(insert(3, ''), replace(3, 5, ''))).toBe(true);
  expect(conflicts(insert(3, ''), insert(3, ''))).toBe(true);
  expect(conflicts(insert(3, ''), insert(4, ''))).toBe(false);
  const edits = [insert(0, '<<'), replace(3, 5, 'X'), { ...insert(0, '…'), path: 'b' }];
  expect([0, 2, 3, 4, 5, 6].map((offset) => moverOf(edits)('a', offset))).toEqual([2, 4, 5, 5, 6, 7]);
});

describe('writing', () => {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imds-audit-write-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function given(text: string, mode = 0o644): string {
    const file = path.join(folder, 'a.sh');
    fs.writeFileSync(file, text);
    fs.chmodSync(file, mode);
    return file;
  }

  test('replaces the text and keeps mode and line endings', () => {
    const file = given('a\r\nb', 0o751);
    expect(replaceFile({ path: file, before: 'a\r\nb', after: 'ä\r\nb' }, [folder])).toBeUndefined();
    expect(fs.readFileSync(file, 'utf8')).toBe('ä\r\nb');
    expect(fs.statSync(file).mode & 0o7777).toBe(0o751);
    expect(fs.readdirSync(folder)).toEqual(['a.sh']);
    expect(replaceFile({ path: file, before: 'ä\r\nb', after: 'c' }, [file])).toBeUndefined();
  });

  test('refuses a file that changed, and one that is no UTF-8', () => {
    const file = given('a');
    expect(replaceFile({ path: file, before: 'b', after: 'c' }, [folder])).toMatch(/changed/);
    fs.writeFileSync(file, Buffer.from([0x61, 0xff]));
    expect(replaceFile({ path: file, before: 'a\uFFFD', after: 'c' }, [folder])).toMatch(/UTF-8/);
    expect(fs.readFileSync(file)).toEqual(Buffer.from([0x61, 0xff]));
  });

  test('follows no link, not to a file and not out of the folder', () => {
    const file = given('a');
    const link = path.join(folder, 'link.sh');
    fs.symlinkSync(file, link);
    expect(replaceFile({ path: link, before: 'a', after: 'b' }, [folder])).toBe('it is a symbolic link');
    const inner = path.join(folder, 'inner');
    fs.mkdirSync(inner);
    fs.symlinkSync(folder, path.join(inner, 'up'));
    expect(replaceFile({ path: path.join(inner, 'up', 'a.sh'), before: 'a', after: 'b' }, [inner])).toMatch(/outside/);
    expect(fs.readFileSync(file, 'utf8')).toBe('a');
  });

  test('says what is in the way', () => {
    expect(replaceFile({ path: folder, before: '', after: 'b' }, [folder])).toBe('it is no regular file');
    expect(replaceFile({ path: path.join(folder, 'none'), before: '', after: 'b' }, [folder])).toBe('it is gone');
    expect(replaceFile({ path: given('a'), before: 'a', after: 'b' }, [])).toMatch(/outside/);
    expect(replaceFile({ path: given('a'), before: 'a', after: 'b' }, [`${folder}-2`])).toMatch(/outside/);
  });

  test('leaves the file and nothing else behind when writing fails', () => {
    const file = given('a');
    const rename = jest.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    expect(replaceFile({ path: file, before: 'a', after: 'b' }, [folder])).toBe('there is no space left');
    rename.mockRestore();
    expect(fs.readdirSync(folder)).toEqual(['a.sh']);
    expect(fs.readFileSync(file, 'utf8')).toBe('a');
  });
});

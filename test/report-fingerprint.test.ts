/** Fingerprints: GitHub's own, and ours. */
import { fc } from './support/properties.js';
import { lineHashes, siteFingerprints } from '../src/report/fingerprint.js';
import { sourcesOf } from '../src/report/source-lines.js';
import { findingAt, locate, reportOn } from './support/sample-report.js';

describe('the hash of a line', () => {
  test.each([
    ['', ['c129715d7a2bc9a3:1']],
    [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
    [
      'x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n',
      [
        'e54938cc54b302f1:1',
        'bb609acbe9138d60:1',
        '1131fd5871777f34:1',
        '5c482a0f8b35ea28:1',
        '54517377da7028d2:1',
        '2c644846cb18d53e:1',
        'f1b89f20de0d133:1',
        'c129715d7a2bc9a3:1',
      ],
    ],
  ])('%j', (source, hashes) => {
    expect(lineHashes(source)).toEqual(hashes);
  });

  test('lines that read the same for a hundred units are counted', () => {
    const hashes = lineHashes('a\n'.repeat(60));
    expect(hashes.slice(0, 3).map((hash) => hash.split(':')[1])).toEqual(['1', '2', '3']);
    expect(new Set(hashes).size).toBe(61);
  });

  test('CRLF, CR and blanks do not count, a blank between CR and LF does', () => {
    const expected = lineHashes('a\nb\n\nc');
    expect(lineHashes('a\r\nb\r\n\r\nc')).toEqual(expected);
    expect(lineHashes('a\rb\r\rc')).toEqual(expected);
    expect(lineHashes('\ta \n b\t\n \n c ')).toEqual(expected);
    expect(lineHashes('a\nb\r \nc')).toEqual(expected);
  });

  test('it is the polynomial over the next hundred units that are kept', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '役', '\uFFFF', '😀', ' ', '\t', '\n', '\r', '"'),
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, (source) => {
        expect(lineHashes(source)).toEqual(plainHashes(source));
      }),
    );
  });
});

/** The same, as the definition says it. */
function plainHashes(text: string): readonly string[] {
  const kept: number[] = [];
  let before = '';
  for (const unit of text.split('')) {
    if (unit !== ' ' && unit !== '\t' && !(unit === '\n' && before === '\r'))
      kept.push(unit === '\r' ? 10 : unit.charCodeAt(0));
    before = unit;
  }
  kept.push(65535);
  const seen = new Map<string, number>();
  return kept.flatMap((_, start) => {
    if (start > 0 && kept[start - 1] !== 10) return [];
    let hash = 0n;
    for (let index = start; index < start + 100; index += 1)
      hash = BigInt.asUintN(64, hash * 37n + BigInt(kept[index] ?? 0));
    const hex = hash.toString(16);
    seen.set(hex, (seen.get(hex) ?? 0) + 1);
    return [`${hex}:${String(seen.get(hex))}`];
  });
}

describe('the fingerprint of a site', () => {
  const text = 'x\nA=$(curl a); B=$(curl b)\n';
  const fingerprintsIn = (source: string, path = 'a.sh', ruleId = 'IMDS001'): readonly string[] => {
    const languages = ['shell'];
    const findings = ['curl a', 'curl b'].map((needle) =>
      findingAt(locate(path, source, needle, languages), { ruleId }),
    );
    const report = { ...reportOn(path, source, 'curl a'), findings };
    return [...siteFingerprints(findings, sourcesOf(report)).values()];
  };

  test('it is short, and there is one for each of several on a line', () => {
    const [first, second] = fingerprintsIn(text);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(second).not.toBe(first);
  });

  test('it does not change with lines above or blanks', () => {
    expect(fingerprintsIn(`y\nz\n${text.replaceAll('; ', ';\t  ')}`)).toEqual(fingerprintsIn(text));
  });

  test('it changes with the rule, the path and the line', () => {
    expect(fingerprintsIn(text, 'b.sh')).not.toEqual(fingerprintsIn(text));
    expect(fingerprintsIn(text, 'a.sh', 'IMDS002')).not.toEqual(fingerprintsIn(text));
    expect(fingerprintsIn(text.replace('B', 'C'))).not.toEqual(fingerprintsIn(text));
  });
});

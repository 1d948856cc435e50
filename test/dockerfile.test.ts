/** Dockerfiles: how an instruction is read and written, which of it is code, and that no text makes it slow. */
import { fc } from './support/properties.js';
import { dockerLine, instructionEnd } from '../src/languages/codecs/docker-line.js';
import { readBy } from '../src/languages/codecs/shell-quotes.js';
import { dockerfile } from '../src/languages/dockerfile/index.js';
import { MappedText } from '../src/model/mapped-text.js';
import { joinedDockerLine } from './support/docker-line.js';
import { expectInProportion } from './support/growth.js';

const source = fc.string({ unit: fc.constantFrom(...Array.from('ab #\\\\`\t\n\n"é')), maxLength: 30 });

describe.each(['\\', '`'] as const)('an instruction whose lines go on with %s', (escape) => {
  const codec = dockerLine(escape);

  test('reads as BuildKit reads it', () => {
    fc.assert(
      fc.property(source, (rest) => {
        const text = `x${rest}`;
        const end = instructionEnd(text, 0, escape);
        const { line, next } = joinedDockerLine(text.split('\n'), 0, escape);
        expect(readBy(codec, text.slice(0, end))).toBe(line);
        expect(text.slice(0, end).split('\n').length).toBeLessThanOrEqual(next);
      }),
      { numRuns: 2000 },
    );
  });

  test('reads what was written as it was, or is not written', () => {
    fc.assert(
      fc.property(source, (plain) => {
        const encoded = codec.encode(plain);
        if (plain.includes('\n')) expect(encoded).toBeUndefined();
        if (encoded !== undefined) expect(readBy(codec, encoded)).toBe(plain);
      }),
    );
  });

  test('has each character at its origin', () => {
    fc.assert(
      fc.property(source, (text) => {
        for (const { text: read, from } of codec.decode(text)) expect(text.slice(from.start, from.end)).toBe(read);
      }),
    );
  });
});

/** The code in a Dockerfile, and what is not read. */
function codeIn(text: string): readonly string[] {
  const { embedded, calls, unread } = dockerfile.read(
    MappedText.ofFile({ path: 'Dockerfile', text }),
    'Dockerfile',
  ).lowered;
  return [
    ...embedded.map((one) => one.text.text),
    ...calls.map((call) => call.args.items.map(({ value }) => (value.kind === 'literal' ? value.text : '?')).join('|')),
    ...(unread ?? []).map(({ what }) => what),
  ];
}

test.each([
  ['RUN a \\\n  # c\n\n b\n', ['a  b']],
  ['run --mount=type=cache \\\n  --network=host a --b\n', ['a --b']],
  ['RUN ["a", "b\\"c"]\n', ['a|b"c']],
  ['RUN ["a", b]\n', ['["a", b]']],
  ['ONBUILD RUN a\nHEALTHCHECK --timeout=3s CMD b\nHEALTHCHECK NONE\n', ['a', 'b']],
  ['RUN <<A\n# x\nb\nA\nRUN c\n', ['# x\nb\n', 'c']],
  ['RUN cat <<A <<"B" >f\n1\nA\n2\nB\nCMD c\n', ['cat <<A <<"B" >f\n1\nA\n2\nB', 'c']],
  ['# escape=`\nRUN a `\n b\\\nRUN c\n', ['a  b\\', 'c']],
  ['SHELL ["powershell", "-Command"]\nRUN a\nFROM x\nRUN b\n', ['a', 'b']],
  ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a\n', ['a']],
  ['FROM mcr.microsoft.com/windows/nanoserver:1\nRUN a\n', ['a']],
  ['RUN <<A\n#!/usr/bin/env python3\nA\n', ['code for /usr/bin/env python3']],
  ['COPY <<-A /x.sh\n\ta $B\n\tA\nCOPY a b\n', ['a \uFFFC\n']],
  ['RUN', []],
])('%j', (text, expected) => {
  expect(codeIn(text)).toEqual(expected);
});

test.each<[string, number, (n: number) => string]>([
  ['lines that go on', 100_000, (n) => `RUN a${' \\\n b'.repeat(n)}`],
  ['comments between them', 100_000, (n) => `RUN a \\\n${'# c\n'.repeat(n)}`],
  ['options', 50_000, (n) => `RUN ${'--mount=a '.repeat(n)}`],
  ['here-documents', 1000, (n) => `RUN ${'<<A '.repeat(300)}\n${'b\n'.repeat(n)}`],
  ['one that never ends', 200_000, (n) => `RUN <<A\n${'b\n'.repeat(n)}`],
  ['a long line', 500_000, (n) => `RUN ${'\\ '.repeat(n)}`],
  ['words', 100_000, (n) => `RUN [${'"a",'.repeat(n)}`],
  ['variables', 50_000, (n) => `ENV ${'A="$B'.repeat(n)}`],
  ['spaces', 1_000_000, (n) => `${' '.repeat(n)}RUN`],
])('%s do not make it slow', async (_, size, text) => {
  await expectInProportion((n) => codeIn(text(n)), size);
});

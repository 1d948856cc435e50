/** The shell is read to its end whatever it holds: cut short, deeply nested, without any sense; and in time. */
import { fc } from './support/properties.js';
import { printCalls, readShell } from './shell-print.js';
import { expectInProportion } from './support/growth.js';

/** Every construct, in few words. */
const everything = `#!/bin/bash
# a comment
set -euo pipefail
A=http://h/\${B:-b} C='c' D+="d$A" E=$'e\\n' f=(1 "2 3" $A) f+=(-H "X: $C") g[1]=2
declare -A m=([a]=b ["c d"]=e); export "K=$A" L; readonly M=1; local n
one() { local x="$1" y; shift; curl -s "$@" "\${A%/}/$x"; }
function two { echo a | tr a b; } > /dev/null 2>&1
if [ -n "$C" ] && [[ -z \${D:-} || "$x" != "" ]]; then a; elif ! b; then exit 1; else c; fi
case "$A" in a|b*) x;; [c-d]) y;& *) return;; esac
for i in a "$@" \${f[@]} {1..3}; do continue; done; for ((i=0; i<$(n); i++)); do :; done
while read -r l < <(curl "$l"); do break; done <<< "x$(y)"; until false; do sleep 1; done
select s in a b; do echo $s; done
(cd x && pwd) | { cat; } & coproc z { w; }
curl -sH "X: \`date \\\`echo a\\\`\`" \${T:+-H "X: $T"} \${U+"$@"} a{b,c} *.d ?(e) ~/f $((1 + $(g))) "\${#A} \${!B} \${A//x/y} \${A:1:2} \${A^^}"
cat <<EOF > /x.sh
a $A \\$B \`c\` $(d)
EOF
bash <<-'END'
	curl e
	END
alias ll='ls -l "$A"'; eval "curl $A"; sudo sh -c 'curl "$1"' _ a; ssh -i k h "curl \\"$A\\""; trap 'rm x' EXIT
printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc h 80; exec 3<>/dev/tcp/h/80; echo -e "GET /" >&3
. ./lib.sh; source "$(dirname "$0")/x.sh"; time -p x; [[ $a =~ ^b+$ ]] && ((c++)) || let d=1
`;

test('all of it is understood when nothing is missing', () => {
  const { errors, lowered } = readShell(everything);
  expect(errors).toEqual([]);
  expect(lowered.calls.length).toBeGreaterThan(50);
  expect(lowered.embedded.length).toBe(5);
});

test('spans lie in the text', () => {
  const { lowered } = readShell(everything);
  for (const { span } of [...lowered.calls, ...lowered.bindings, ...lowered.includes]) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(everything.length);
  }
});

test('it may end anywhere', () => {
  for (let end = 0; end < everything.length; end += 1) readShell(everything.slice(0, end));
});

test('it may begin anywhere', () => {
  for (let start = 0; start < everything.length; start += 7) readShell(everything.slice(start));
});

test('it may be anything', () => {
  const token = fc.constantFrom(
    ...Array.from('$(){}[]`"\'\\<>|&;#!*?~=+-/@%^:,\n\t ab1'),
    '$((',
    '<<E\n',
    'if ',
    'case x in ',
    'done\n',
    '${A:-',
    "$'",
    '[[ ',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
      readShell(tokens.join(''));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      readShell(text);
    }),
  );
});

describe('nesting without end', () => {
  const many = 5_000;
  test.each([
    ['$(', ''],
    ['"$(', ''],
    ['(', ''],
    ['{ ', ''],
    ['if ', ''],
    ['`', ''],
    ['${a:-', ''],
    ['"${a:-', ''],
    ['((', ''],
    ['$((', ''],
    ['cat <(', ''],
    ['[[ ( ', ''],
    ['[[ ! ', ''],
    ['f() { ', ''],
    ['case x in a) ', ''],
    ['while a; do ', ''],
    ['cat <<E ', ''],
    ['cat <<E\n', ''],
    ['$(cat <<E\n', ''],
    ['${T:+-H "a b" ', ''],
    ['a && ', 'b'],
    ['a || b && ', 'c'],
    ['a | ', 'b'],
    ['if a; then b; el', 'se c; fi'],
    ['! ', 'a'],
    ['{a,', ''],
    ['x=(', ''],
    ["alias a='b'\n", ''],
    ['eval "$a" ', ''],
    ['#', ''],
  ])('%j', async (opening, end) => {
    await expectInProportion((n) => readShell(opening.repeat(n) + end), many);
  });

  test('what is not read is told', () => {
    expect(readShell('$('.repeat(5000)).errors.map((error) => error.message)).toEqual(['nested too deeply to be read']);
    expect(readShell('cat <<E '.repeat(100)).errors.map((error) => error.message)).toEqual([
      'too many here-documents on one line',
    ]);
  });
});

test('what is wrong is told, and the rest is lowered', () => {
  const { errors } = readShell('curl a; )\ncurl b\n');
  expect(errors.length).toBeGreaterThan(0);
  expect(printCalls('curl a; )\ncurl b\n')).toContain('"curl" "a"');
});

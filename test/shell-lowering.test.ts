/** What a shell's text is lowered to: calls, bindings, regions, functions, comments. */
import { MappedText, type Codec } from '../src/model/mapped-text.js';
import { printBindings, printCalls, printExpr, printRegion, readShell } from './shell-print.js';

describe('the words of a command', () => {
  test.each([
    ['curl -s http://h/p', '"curl" "-s" "http://h/p"'],
    [`curl 'a b' "c d" e\\ f $'g\\n'`, '"curl" "a b" "c d" "e f" "g\\n"'],
    [`curl a'b'"c"$D`, '"curl" ~("a" + "b" + "c" + $D)'],
    ['curl "$A/x" ${B}y', '"curl" ($A + "/x") ~($B + "y")'],
    ['$CURL $OPTS', '~$CURL ~$OPTS'],
    ['curl "$@" "${a[@]}" ${a[*]}', '"curl" ...$@ ...$a ...$a'],
    ['curl ${a[@]+"${a[@]}"}', '"curl" ...guarded($a | [...$a])'],
    ['curl ${T:+-H "X: $T"}', '"curl" ...guarded($T | ["-H" ("X: " + $T)])'],
    ['curl ${T:+--header="X: $T"} u', '"curl" ...guarded($T | [("--header=" + "X: " + $T)]) "u"'],
    ['curl ${U:-http://h}/p "${U-x}"', '"curl" ~(default($U | "http://h") + "/p") default($U | "x")'],
    ['curl "${a[0]}" "${#a}" "${!a}"', '"curl" $a["0"] <a length> <a variable whose name is made at run time>'],
    ['curl "${A%/}/x"', '"curl" ($${%}[$A "/"] + "/x")'],
    ['curl $1 ${10}', '"curl" ~$1 ~<an argument beyond the ninth>'],
    ['curl http://h/a?b=c http://[::1]/', '"curl" "http://h/a?b=c" "http://[::1]/"'],
    ['curl http://h/{a,b}', '"curl" ("http://h/" + either("a" | "b"))'],
    ['curl ""', '"curl" ""'],
    ['\\curl "a\\\nb" "\\$c"', '"curl" "ab" "$c"'],
    ['curl "$((1+1))" >x 2>&1 <y', '"curl" <a computed number>'],
  ])('%s', (source, expected) => {
    expect(printCalls(source).at(-1)).toBe(expected);
  });

  test('spans are those of the source', () => {
    const { text, lowered } = readShell('A=1 curl -s "http://$H/x" >f 2>&1 # c');
    const [call] = lowered.calls;
    const slice = (span: { start: number; end: number }): string => text.text.slice(span.start, span.end);
    expect(call && slice(call.span)).toBe('A=1 curl -s "http://$H/x"');
    expect(call?.args.items.map((item) => slice(item.value.span))).toEqual(['curl', '-s', '"http://$H/x"']);
    expect(lowered.comments.map(slice)).toEqual(['# c']);
  });
});

describe('commands are found wherever they are', () => {
  test.each([
    ['a | b |& c', ['"a"', '"b"', '"c"']],
    ['a; b & c', ['"a"', '"b"', '"c"']],
    ['x=$(a "$(b)")', ['"b" @ block > block', '"a" $("b") @ block']],
    ['x=`a \\`b\\``', ['"b" @ block > block', '"a" ~$("b") @ block']],
    [
      'cat <(a) >(b)',
      ['"a" @ block', '"b" @ block', '"cat" <a file that a command writes> <a file that a command writes>'],
    ],
    ['[[ -n $(a) ]]', ['"a" @ block']],
    ['(( x = $(a) ))', ['"a" @ block']],
    ['cat <<E\n$(a)\nE', ['"a" @ block', '"cat"']],
    ["cat <<'E'\n$(a)\nE", ['"cat"']],
    ['( a; { b; } )', ['"a" @ block', '"b" @ block > block']],
    ['while a; do b; done < <(c)', ['"c" @ block', '"a" @ block', '"b" @ block > loop']],
    ['while a; do b; done', ['"a" @ block', '"b" @ block > loop']],
    ['case $(a) in $(b)) c;; esac', ['"a" @ block', '"b" @ block', '"c" @ arm 1/1']],
    ['f() { a; }', ['"a" @ function']],
    ['function f { a; } >x', ['"a" @ function > block']],
    ['coproc a', ['"a" @ block']],
    ['! a', ['"a"']],
    ['time -p a', ['"a"']],
    ['echo "${A:-$(a)}"', ['"a" @ block', '"echo" default($A | $("a"))']],
    ['for ((i=0; i<$(a); i++)); do b; done', ['"a" @ block', '"b" @ loop']],
    ['a=(x $(b))', ['"b" @ block']],
  ])('%s', (source, expected) => {
    expect(printCalls(source)).toEqual(expected);
  });
});

describe('regions', () => {
  const regionOf = (source: string, command: string): string => {
    const call = readShell(source).lowered.calls.find((one) => printExpr(one.callee) === JSON.stringify(command));
    return call === undefined ? 'not found' : printRegion(call.region);
  };

  test.each([
    ['if [ -n "$T" ]; then x; fi', 'arm 1/1 if $T'],
    ['if [ "$T" ]; then a; else x; fi', 'arm 2/2! if not $T'],
    ['if [[ -z ${T:-} ]]; then a; exit 1; else x; fi', 'arm 2/2! if $T'],
    ['if [ "x$T" != x ]; then x; return; fi', 'arm 1/1 if $T leaves'],
    ['if test "$T" = ""; then x; fi', 'arm 1/1 if not $T'],
    ['if ! [ -n "$T" ]; then x; fi', 'arm 1/1 if not $T'],
    ['if [[ -n $T && $a = b ]]; then x; fi', 'arm 1/1 if $T'],
    ['if a; then b; elif c; then x; fi', 'arm 2/2! > arm 1/1'],
    ['if a; then b; elif c; then d; else x; fi', 'arm 2/2! > arm 2/2!'],
    ['[ -n "$T" ] && x', 'arm 1/1 if $T'],
    ['[ -n "$T" ] || x', 'arm 1/1 if not $T'],
    ['[ -n "$T" ] && a || x', 'arm 2/2! if not $T'],
    ['a && b && x', 'arm 1/1 > arm 1/1'],
    ['a || b && x', 'arm 1/1'],
    ['[ -n "$T" ] || { x; exit 1; }', 'arm 1/1 if not $T leaves > block'],
    ['case $a in b) x; exit;; *) c;; esac', 'arm 1/2! leaves'],
    // A block holds the loop and its condition.
    ['until a; do x; done', 'block > loop'],
  ])('%s', (source, expected) => {
    expect(regionOf(source, 'x')).toBe(expected);
  });
});

describe('bindings', () => {
  test.each([
    ['A=b', ['A = "b"']],
    ['A=$B/c', ['A = ($B + "/c")']],
    ['A+=b', ['A += "b"']],
    ['a=(b "c d" $E)', ['a = ["b" "c d" ~$E]']],
    ['a+=(-H "X: $T")', ['a += ["-H" ("X: " + $T)]']],
    ['a[1]=b', ['a["1"] = "b"']],
    ['export A="b" C', ['A = "b"']],
    ['export "A=b$C"', ['A = ("b" + $C)']],
    ['declare -r A=b', ['A = "b"']],
    ['A=$(curl x)', ['A = $("curl" "x")']],
    ['A=$(curl x || true)', ['A = $("curl" "x")']],
    ['A=$(curl x || curl y)', ['A = either($("curl" "x") | $("curl" "y"))']],
    ['A=$(a | b)', ['A = <the output of a pipeline>']],
    ['A=$(cat <<E\nx $B\nE\n)', ['A = ("x " + $B)']],
    ['A=$(<f)', ['A = <the contents of a file>']],
    ['A=$(a >f)', ['A = nothing']],
    ['read -r A B', ['A = <what is read from input>', 'B = <what is read from input>']],
    ['mapfile -t A < f', ['A = <what is read from input>']],
    ['printf -v A "%s" b', ['A = $("printf" "%s" "b")']],
    [': ${A:=b}', ['A = default($A | "b")']],
    ['for a in b c; do :; done', ['a = either("b" | "c") @ loop']],
    ['for a in $B c; do :; done', ['a = [~$B "c"][*] @ loop']],
    ['for a; do :; done', ['a = [...$@][*] @ loop']],
    ['unset A', ['A = nothing']],
    ['A=1 cmd', ['A := "1" @ block']],
    ['A="a\tb" B=\'c\'', ['A = "a\\tb"', 'B = "c"']],
  ])('%s', (source, expected) => {
    expect(printBindings(source)).toEqual(expected);
  });

  test('locals are names of their function', () => {
    expect(printBindings('f() { local A=1 B; if x; then local C=2; fi; }')).toEqual([
      'A := "1" @ function',
      'B := nothing @ function',
      'C := nothing @ function',
      'C = "2" @ function > arm 1/1',
      'f() = function prints $("x")',
    ]);
  });

  test('shift moves the arguments', () => {
    const bindings = printBindings('f() { shift; curl "$@"; shift 2; }');
    expect(bindings.filter((one) => /^[@12] /.test(one))).toEqual([
      '@ = $@+1 @ function',
      '1 = $2 @ function',
      '2 = $3 @ function',
      '@ = $@+3 @ function',
      '1 = $3 @ function',
      '2 = $4 @ function',
    ]);
    expect(printBindings('while a; do shift; done').find((one) => one.startsWith('@'))).toContain(
      'arguments that a shift leaves',
    );
    expect(printBindings('set -- a "$@"').slice(0, 2)).toEqual(['@ = ["a" ...$@]', '1 = ["a" ...$@]["0"]']);
  });
});

describe('functions', () => {
  const fn = (source: string): string | undefined =>
    printBindings(source).find((one) => one.includes('function prints'));

  test.each([
    ['f() { curl "$1"; }', 'f() = function prints $("curl" $1)'],
    ['function f { echo a; }', 'f() = function prints $("echo" "a")'],
    ['f() { local a; a=$(curl x); echo "$a" >&2; printf %s "$a"; }', 'f() = function prints $("printf" "%s" $a)'],
    ['f() { curl x > /dev/null; }', 'f() = function prints nothing'],
    ['f() { curl x | jq .; }', 'f() = function prints <the output of a pipeline>'],
    ['f() { if a >f; then curl x; else curl y; fi; }', 'f() = function prints $("curl" "x"), $("curl" "y")'],
    ['f() { cat <<E\na\nE\n}', 'f() = function prints "a\\n"'],
    ['f() ( curl x )', 'f() = function prints $("curl" "x")'],
    ['f() { "$@"; }', 'f() = function prints $(...$@)'],
    [`alias f='curl -s -H "X: $T"'`, 'f() = function prints $("curl" "-s" "-H" ("X: " + $T) ...$@)'],
    ['alias f="curl \\"$A\\""', 'f() = function prints $("curl" $A ...$@)'],
    ['alias f=curl', 'f() = function prints $("curl" ...$@)'],
  ])('%s', (source, expected) => {
    expect(fn(source)).toBe(expected);
  });

  test('arguments are parameters', () => {
    const [f] = readShell('f() { :; }').lowered.functions;
    expect(f?.parameters.map(({ name, index, rest }) => `${name}:${String(index)}${rest ? '…' : ''}`)).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `${String(i + 1)}:${String(i)}`),
      '@:0…',
      ...['@+1:1…', '@+2:2…', '@+3:3…', '@+4:4…'],
      '*:0…',
    ]);
  });
});

test('what is included', () => {
  const { lowered } = readShell('. ./a.sh\nsource "$D/b.sh" x\nif c; then . -- d; fi');
  expect(lowered.includes.map((one) => printExpr(one.path))).toEqual(['"./a.sh"', '($D + "/b.sh")', '"d"']);
});

test.each([
  ['# a\nb # c\n#d', ['# a', '# c', '#d']],
  ['echo "# a" \'# b\' c#d $# ${#e} \\#', []],
  ['a=$(\n# in\nb)', ['# in']],
  ['a=(\n b # one\n # two\n)', ['# one', '# two']],
  ['cat <<E\n# no\nE\n# yes', ['# yes']],
  ['(( 2#101 )); [[ a == b#* ]]', []],
  ['a;#b', ['#b']],
])('comments of %j', (source, expected) => {
  const { text, lowered } = readShell(source);
  expect(lowered.comments.map((span) => text.text.slice(span.start, span.end))).toEqual(expected);
});

test('requests that are written to a connection are arguments of it', () => {
  expect(printCalls("printf 'GET / HTTP/1.0\\n\\n' | nc h 80").at(-1)).toBe(
    '"nc" "h" "80" "<<<" $("printf" "GET / HTTP/1.0\\\\n\\\\n")',
  );
  expect(printCalls('nc h 80 <<E\nGET / HTTP/1.0\nE')).toEqual(['"nc" "h" "80" "<<<" "GET / HTTP/1.0\\n"']);
  expect(printCalls('exec 3<>/dev/tcp/h/80\necho "GET /" >&3')[0]).toBe('"dev-tcp" "/dev/tcp/h/80" $("echo" "GET /")');
});

test('holes are expressions of their own', () => {
  const verbatim: Codec = {
    decode: (source) => [{ text: source, from: { start: 0, end: source.length } }],
    encode: (plain) => plain,
  };
  const parent = MappedText.ofFile({ path: 'x.js', text: 'curl "a${x}b" ${y} c' });
  const expr = { kind: 'nothing', span: { start: 0, end: 0 } } as const;
  const piece = (start: number, end: number) =>
    ({ kind: 'text', parent, span: { start, end }, codec: verbatim }) as const;
  const hole = (start: number, end: number) => ({ kind: 'hole', parent, span: { start, end }, expr }) as const;
  const text = MappedText.compose([piece(0, 7), hole(7, 11), piece(11, 14), hole(14, 18), piece(18, 20)]);
  expect(text && printCalls(text)).toEqual(['"curl" ("a" + <hole> + "b") ~<hole> "c"']);
});

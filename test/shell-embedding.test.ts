/** Code that a shell's commands are given: which text is code, and that edits of it are written as its place demands. */
import { shell } from '../src/languages/shell/index.js';
import { printCalls, printEmbedded, printExpr, readShell } from './shell-print.js';

describe('code in arguments', () => {
  test.each([
    [`sudo bash -c 'curl "$A"'`, ['curl "$A"']],
    ['bash -ec "curl \\"$A\\" \\$B"', ['curl "□" $B']],
    ['bash -o pipefail -c "a b"', ['a b']],
    ['docker exec -i c sh -c "a b"', ['a b']],
    ["xargs -I{} sh -c 'curl {}'", ['curl {}']],
    ["su - user -c 'curl a'", ['curl a']],
    ["ssh -i key -p 22 user@host 'curl a'", ['curl a']],
    ['ssh host curl "$A" \\$B', ['curl □ $B']],
    ["trap 'curl a' EXIT", ['curl a']],
    ["watch -n 5 'curl a'", ['curl a']],
    ['bash script.sh -c a', []],
    ['ssh host', []],
    ['trap - EXIT', []],
    ['sudo systemctl restart bash', []],
  ])('%s', (source, expected) => {
    expect(printEmbedded(source)).toEqual(expected);
  });

  test('of eval and sh -c, whose code may lie in a variable, it is told which argument it is', () => {
    expect(shell.runs('eval')).toEqual({ language: 'shell', argument: 0, rest: true });
    expect(shell.runs('/bin/sh')).toEqual({ language: 'shell', argument: 1, rest: false });
    expect(shell.runs('curl')).toBeUndefined();
    expect(printEmbedded(`eval 'curl a'; sh -c "curl b"`)).toEqual([]);
  });
});

describe('code in here-documents and in what is piped', () => {
  test.each([
    ['bash <<EOF\ncurl $A \\$B `c` \\\\d\nEOF', ['curl □ $B □ \\d\n']],
    ["bash -s x <<'EOF'\ncurl $A\nEOF", ['curl $A\n']],
    ["ssh host <<-'EOF'\n\tcurl a\n\t\tb\n\tEOF", ['curl a\nb\n']],
    ['sudo su - user <<EOF\ncurl a\nEOF', ['curl a\n']],
    ["bash <<< 'curl a'", ['curl a']],
    ['cat <<EOF | sudo bash\ncurl a\nEOF', ['curl a\n']],
    ["echo 'curl a' | ssh host", ['curl a']],
    ['cat > /x/run.sh <<EOF\ncurl a\nEOF', ['curl a\n']],
    ['sudo tee /x/run.sh <<EOF\ncurl a\nEOF', ['curl a\n']],
    ['cat <<EOF | sudo tee -a "$D/run.sh"\ncurl a\nEOF', ['curl a\n']],
    ["echo 'curl a' >> /x/run.sh", ['curl a']],
    ['A=$(cat <<EOF\n#!/bin/bash\ncurl a\nEOF\n)', ['#!/bin/bash\ncurl a\n']],
    ["A=$(cat <<'EOF'\n\n# x\nset -e\ncurl a\nEOF\n)", ['\n# x\nset -e\ncurl a\n']],
    ['cat > /etc/x.conf <<EOF\ncurl a\nEOF', []],
    ['python3 - <<EOF\nimport os\nEOF', []],
    ["echo 'curl a'", []],
  ])('%j', (source, expected) => {
    expect(printEmbedded(source)).toEqual(expected);
  });
});

test('what expands in code that another shell runs is a hole, evaluated here', () => {
  const { lowered } = readShell('sudo sh -c "curl $A/x \\$B"');
  const [embedding] = lowered.embedded;
  expect(embedding?.text.holes.map((hole) => printExpr(hole.expr))).toEqual(['$A']);
  expect(embedding && printCalls(embedding.text)).toEqual(['"curl" ~(<hole> + "/x") ~$B']);
  expect(embedding?.inheritsNames).toBe(false);
});

describe('edits', () => {
  const inserted = ' -H "X: $(curl a)"';
  const edited = (source: string): string | undefined => {
    const text = readShell(source).lowered.embedded[0]?.text;
    const at = (text?.text.indexOf('curl') ?? 0) + 'curl'.length;
    const edit = text?.edit({ start: at, end: at }, inserted);
    return edit && source.slice(0, edit.span.start) + edit.text + source.slice(edit.span.end);
  };

  test.each([
    ["sudo sh -c 'curl b'", `sudo sh -c 'curl -H "X: $(curl a)" b'`],
    ['sudo sh -c "curl b"', 'sudo sh -c "curl -H \\"X: \\$(curl a)\\" b"'],
    ['bash <<EOF\ncurl b\nEOF', 'bash <<EOF\ncurl -H "X: \\$(curl a)" b\nEOF'],
    ["bash <<'EOF'\ncurl b\nEOF", `bash <<'EOF'\ncurl -H "X: $(curl a)" b\nEOF`],
    ['ssh host curl b', 'ssh host curl\\ -H\\ \\"X:\\ \\$\\(curl\\ a\\)\\" b'],
  ])('%j', (source, expected) => {
    expect(edited(source)).toBe(expected);
  });

  test('two levels down', () => {
    const outer = readShell(`ssh host "sudo sh -c 'curl b'"`).lowered.embedded[0]?.text;
    const text = outer && readShell(outer).lowered.embedded[0]?.text;
    expect(text?.text).toBe('curl b');
    expect(text?.edit({ start: 4, end: 4 }, inserted)?.text).toBe(' -H \\"X: \\$(curl a)\\"');
  });
});

test('what is written of an expression is read by its quoting', () => {
  const { text, lowered } = readShell(`A='a'\\''b'"c$D\\""`);
  const [binding] = lowered.bindings;
  const fragments = binding && shell.written(binding.value, text);
  expect(
    fragments?.map((one) =>
      one.kind === 'hole' ? printExpr(one.expr) : text.text.slice(one.span.start, one.span.end),
    ),
  ).toEqual(['a', "\\'", 'b', 'c', '$D', '\\"']);
  const [reference] = readShell('A=$B').lowered.bindings;
  expect(reference && shell.written(reference.value, text)).toBeUndefined();
});

/** Grammars: real ones are loaded and asked, and broken, deep or long texts end. */
import hcl from '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm';
import powershell from 'tree-sitter-powershell/tree-sitter-powershell.wasm';
import { loadGrammar, problemsIn, type Grammar, type SyntaxNode } from '../src/languages/tree-sitter.js';

let grammars: Readonly<Record<'hcl' | 'powershell', Grammar>>;

beforeAll(async () => {
  const [one, other] = await Promise.all([loadGrammar(hcl), loadGrammar(powershell)]);
  grammars = { hcl: one, powershell: other };
}, 60_000);

function nodes(root: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const pending = [root];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    found.push(at);
    pending.push(...at.children.toReversed());
  }
  return found;
}

const hclText = 'locals {\n  base = "http://é𝄞/${var.x}"\n}\n';

test('offsets count in UTF-16, also behind characters outside of the basic plane', () => {
  const root = grammars.hcl.parse(hclText);
  const variable = root === undefined ? undefined : nodes(root).find((node) => node.type === 'variable_expr');
  expect(hclText.slice(variable?.start, variable?.end)).toBe('var');
  expect(root?.end).toBe(hclText.length);
});

test('every child lies in its parent, in order', () => {
  for (const [grammar, text] of [
    [grammars.hcl, hclText],
    [grammars.powershell, 'function f($a) { Invoke-RestMethod -Uri "http://x/$a" -Headers @{ "A" = $b } }'],
  ] as const) {
    for (const { start, end, children } of nodes(grammar.parse(text) as SyntaxNode)) {
      let at = start;
      for (const child of children) {
        expect(child.start).toBeGreaterThanOrEqual(at);
        at = child.end;
      }
      expect(at).toBeLessThanOrEqual(end);
    }
  }
});

test('fields and names are those of the grammar', () => {
  const root = grammars.powershell.parse('curl.exe -s http://host/') as SyntaxNode;
  expect(nodes(root).some((node) => node.type === 'command_name' && node.field === 'command_name')).toBe(true);
});

test('what is broken is marked, and the rest is there', () => {
  const root = grammars.hcl.parse('locals {\n  a = "b"\n}\nlocals {\n  = = =\n') as SyntaxNode;
  expect(nodes(root).some((node) => node.isBroken)).toBe(true);
  expect(nodes(root).some((node) => node.type === 'template_literal')).toBe(true);
  expect(nodes(grammars.hcl.parse('a = 1\n') as SyntaxNode).some((node) => node.isBroken)).toBe(false);
});

test('what lies too deep is told', () => {
  const deep = (levels: number): SyntaxNode =>
    grammars.hcl.parse(`a = ${'['.repeat(levels)}${']'.repeat(levels)}\n`) as SyntaxNode;
  expect(problemsIn(deep(20), 'broken')).toEqual([]);
  expect(problemsIn(deep(2000), 'broken').map(({ message }) => message)).toEqual(['nested too deeply to be read']);
});

test('deep and random texts end, and do not overflow', () => {
  const deep = `a = ${'['.repeat(20_000)}`;
  expect(grammars.hcl.parse(deep)?.end ?? deep.length).toBe(deep.length);
  const noise = Array.from({ length: 20_000 }, (_, i) => '(){}[]"\'$@`<>|&;\n ab'[(i * 7919) % 20]).join('');
  for (const grammar of Object.values(grammars)) grammar.parse(noise);
  expect(grammars.hcl.parse('a = 1\n')?.children.length).toBeGreaterThan(0);
}, 60_000);

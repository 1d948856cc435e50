/** What JavaScript is lowered to: calls and bindings, in a compact notation. */
import { javascript } from '../src/languages/javascript/index.js';
import type { Lowered } from '../src/model/document.js';
import type { Call, Expr, Region } from '../src/model/expr.js';
import { MappedText } from '../src/model/mapped-text.js';

function lowered(code: string, path = 'a.ts'): Lowered {
  return javascript.read(MappedText.ofFile({ path, text: code }), path).lowered;
}

const list = (call: Call): string =>
  call.args.items.map((item) => (item.spread === 'no' ? '' : '...') + print(item.value)).join(', ');

/** An expression in one line: texts quoted, names bare, `?` for what is not followed. */
function print(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return `'${expr.text}'`;
    case 'concat':
      return expr.parts.map(print).join(' + ');
    case 'ref':
      return expr.name;
    case 'member':
      return expr.property?.kind === 'literal'
        ? `${print(expr.object)}.${expr.property.text}`
        : `${print(expr.object)}[${expr.property === undefined ? '*' : print(expr.property)}]`;
    case 'choice':
      return `(${expr.options.map(print).join({ either: ' | ', default: ' ?? ', guarded: ' && ' }[expr.mode])})`;
    case 'record': {
      const entries = expr.entries.map((e) =>
        'spread' in e ? `...${print(e.spread)}` : `${key(e.key)}: ${print(e.value)}`,
      );
      return `{${entries.join(', ')}}`;
    }
    case 'list':
      return `[${expr.items.map((item) => (item.spread === 'no' ? '' : '...') + print(item.value)).join(', ')}]`;
    case 'call':
      return `${print(expr.call.callee)}(${list(expr.call)})`;
    case 'function':
      return `fn(${expr.parameters.map((p) => p.name).join(', ')}) => ${expr.returns.map((one) => print(one.value)).join(' | ')}`;
    case 'class':
      return `class ${expr.name ?? ''}${expr.superclass === undefined ? '' : ` extends ${print(expr.superclass)}`}`;
    case 'import':
      return `import(${print(expr.specifier)})`;
    case 'nothing':
      return 'nothing';
    default:
      return '?';
  }
}

const key = (expr: Expr): string => (expr.kind === 'literal' ? expr.text : `[${print(expr)}]`);

function where(region: Region): string {
  const at = region.parent === undefined ? '' : where(region.parent);
  const test = region.test === undefined ? '' : `${region.test.holds ? '' : '!'}${print(region.test.value)}`;
  const own =
    region.kind === 'root'
      ? ''
      : `${region.kind}${test === '' ? '' : `(${test})`}${region.leaves === true ? '^' : ''}/`;
  return at + own;
}

function bindings(code: string, path?: string): readonly string[] {
  const mark = { declare: '=', assign: ':=', append: '+=' };
  return lowered(code, path).bindings.map(({ name, path: keys, value, region, how }) => {
    const target = [name, ...keys.map(key)].join('.');
    return `${where(region)}${target} ${mark[how]} ${print(value)}`;
  });
}

function calls(code: string): readonly string[] {
  return lowered(code).calls.map(
    (call) => `${where(call.region)}${call.isNew ? 'new ' : ''}${print(call.callee)}(${list(call)})`,
  );
}

describe('expressions', () => {
  const table: readonly (readonly [string, string])[] = [
    ['"a" + b + 1', "'a' + b + '1'"],
    ['`http://${host}/x`', "'http://' + host + '/x'"],
    ['a || b || c', '(a ?? b ?? c)'],
    ['a ?? b', '(a ?? b)'],
    ['a && b', '(a && b)'],
    ['c ? a : b', '(a | b)'],
    ['{ a, "b": 1, [k]: 2, ...r, m() { return 3 } }', "{a: a, b: '1', [k]: '2', ...r, m: fn() => '3'}"],
    ['{ get url() { return "x" } }', "{url: fn() => 'x'()}"],
    ['[1, , ...xs]', "['1', nothing, ...xs]"],
    ['a?.b?.[c]!.d', 'a.b[c].d'],
    ['(await (x as any))', 'x'],
    ['(0, m.f)', 'm.f'],
    ['/re/', '?'],
    ['null', 'nothing'],
    ['undefined', 'nothing'],
    ['-5', "'-5'"],
    ['x = y', 'y'],
    ['require("http").get', "import('http').get"],
    ['_interopRequireDefault(require("axios")).default', "import('axios').default"],
    ['tslib_1.__importStar(require("os"))', "import('os')"],
    ['await import("./m")', "import('./m')"],
    ['(a, { b = 2, c: { d } }, [e], ...f) => a', 'fn(a, {1}, {2}, f) => a'],
    ['function () { return arguments[0] }', 'fn(arguments) => arguments.0'],
    ['f().then((x) => x.y)', 'fn(x) => x.y(f())'],
    ['f().catch(() => null)', '(f() | fn() => nothing(?))'],
    ['f().catch((e) => { throw e; })', 'f()'],
    ['f().finally(g)', 'f()'],
    ['new Promise((resolve) => resolve(1))', '?'],
    ['class A extends B {}', 'class A extends B'],
    ['{ base: "x", url() { return this.base } }', "{base: 'x', url: fn() => r.base}"],
    ['fs.readFileSync.call(null, a)', 'fs.readFileSync(a)'],
    ['fn.apply(this, args)', 'fn(...args)'],
    ['tag`a${b}`', "tag('a' + b)"],
    ['<div a={f(1)}>{g()}</div>', '?'],
  ];
  test.each(table)('%s', (code, expected) => {
    const found = lowered(`const r = ${code};`, 'a.tsx').bindings.find((binding) => binding.name === 'r');
    expect(found === undefined ? undefined : print(found.value)).toBe(expected);
  });
});

describe('bindings', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'imports',
      'import a, { b as c } from "m"; import * as d from "n"; import e = require("o"); import type { T } from "p";',
      ["a = import('m').default", "c = import('m').b", "d = import('n')", "e = import('o')"],
    ],
    [
      'exports',
      'export const a = 1; export default a; export { a as b }; export { c } from "m"; export * as d from "n"; export * from "o";',
      [
        "a = '1'",
        'exports.a := a',
        'exports.default := a',
        'exports.b := a',
        "exports.c := import('m').c",
        "exports.d := import('n')",
      ],
    ],
    [
      'CommonJS',
      'module.exports = { a }; exports.b = 1; module.exports.c = 2; Object.defineProperty(exports, "d", { get: function () { return m.e; } });',
      ['exports := {a: a}', "exports.b := '1'", "exports.c := '2'", 'exports.d := m.e'],
    ],
    [
      'patterns',
      'const { a, b: { c = 1 }, ...r } = o; [d] = e;',
      ['a = o.a', "c = (o.b.c ?? '1')", 'r = {...o, a: nothing, b: nothing}', 'd := e.0'],
    ],
    [
      'parameters',
      'function f({ url, m = "GET" }) {}',
      ['function/url = {0}.url', "function/m = ({0}.m ?? 'GET')", 'f = fn({0}) => '],
    ],
    [
      'var is hoisted',
      'function f() { if (x) { var h = 1; } }',
      ['function/h = nothing', "function/arm(x)/h := '1'", 'f = fn() => '],
    ],
    [
      'members',
      'o.a.b = 1; o[k] = 2; o.c += "x"; o.d ??= 3; delete o.e;',
      ["o.a.b := '1'", "o.[k] := '2'", "o.c += 'x'", "o.d := (o.d ?? '3')", 'o.e := nothing'],
    ],
    [
      'methods that assign',
      'headers.set("a", b); req.setHeader("c", d); xhr.setRequestHeader("e", f); args.push("-H", g);',
      ['headers.a := b', 'req.headers.c := d', 'xhr.headers.e := f', "args += ['-H', g]"],
    ],
    [
      'Object.assign',
      'Object.assign(o.headers, { a: 1 }); _.extend(o, defaults, { b: 2 }); client.interceptors.request.use(f);',
      [
        "o.headers.a := '1'",
        "o := {...o, ...defaults, ...{b: '2'}}",
        'client.interceptors.request.69 := f({headers: {}})',
      ],
    ],
    [
      'loops',
      'for (const [k, v] of xs) {} for (const k in o) {} for (x of ys) {}',
      ['loop/k = xs[*].0', 'loop/v = xs[*].1', 'loop/k = ?', 'loop/x := ys[*]'],
    ],
    [
      'classes',
      'class A { static B = 1; c = A.B; #d; get e() { return this.c; } constructor(private f = 2) { this.g = f; } static h() { return this.B; } }',
      [
        "class/static this.B := '1'",
        'class/this.c := A.B',
        'class/this.e := fn() => this.c()',
        'class/function/this.f := f',
        'class/function/this.g := f',
        'class/static this.h := fn() => static this.B',
        'A = class A',
      ],
    ],
    [
      'functions used as classes',
      'function Foo(u) { this.u = u; } Foo.prototype.get = function () { return this.u; }; Foo.make = 1; util.inherits(Foo, Bar); new Foo();',
      [
        'class/function/this.u := u',
        'Foo = class Foo extends Bar',
        'class/this.get := fn() => this.u',
        "class/static this.make := '1'",
      ],
    ],
    [
      'enums and namespaces',
      'enum E { A = "x", B = 2, C } namespace N { export const a = 1; const b = a; }',
      ["E = {A: 'x', B: '2', C: '3'}", 'N = {}', "block/a = '1'", 'block/N.a := a', 'block/b = a'],
    ],
    [
      'branches',
      'let h; if (!t) { throw e; } else h = 1; switch (x) { case 1: case 2: h = 2; break; default: h = 3; }',
      ['h = nothing', "arm(t)/h := '1'", "arm/h := '2'", "arm/h := '3'"],
    ],
    [
      'several tests',
      'if (a && b !== undefined) { x = 1; } if (!r.ok || !t) { y = 2; throw z; }',
      ["arm(a)/arm(b)/x := '1'", "arm^/y := '2'"],
    ],
    [
      'guards: what follows is an arm',
      'function f() { if (!r.ok || !t) { x = 1; return; } const u = g; y = u; function h() {} }',
      [
        "function/arm^/x := '1'",
        'function/u = g',
        'function/arm(r.ok)/arm(t)/y := u',
        'function/h = fn() => ',
        'f = fn() => nothing',
      ],
    ],
    [
      'try: what fails may leave a name as it was',
      'let t = ""; try { t = f(); u = 1; } catch (e) { log(e); }',
      ["t = ''", 'block/t := f()', "block/u := '1'", 'arm/t := t', 'arm/u := u', 'arm/e = ?'],
    ],
  ];
  test.each(table)('%s', (_, code, expected) => {
    expect(bindings(code)).toEqual(expected);
  });
});

describe('calls', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'plain',
      'await fetch(url, { headers }); new AWS.MetadataService().request(p, cb);',
      ['fetch(url, {headers: headers})', 'new AWS.MetadataService()', 'AWS.MetadataService().request(p, cb)'],
    ],
    [
      'arms',
      'if (t) f(); else g(); t ? h() : i(); t && j();',
      ['arm(t)/f()', 'arm(!t)/g()', 'arm(t)/h()', 'arm(!t)/i()', 'arm(t)/j()'],
    ],
    [
      'handed on',
      'f().then(g); xs.forEach(h); define(["a"], (m) => m.x());',
      [
        'f()',
        'f().then(g)',
        'g(f())',
        'xs.forEach(h)',
        "h(xs[*], '0')",
        'function/m.x()',
        "define(['a'], fn(m) => m.x())",
        "fn(m) => m.x()(import('a'))",
      ],
    ],
    ['super', 'class A extends B { constructor() { super(1); } }', ["class/function/new B('1')"]],
  ];
  test.each(table)('%s', (_, code, expected) => {
    expect(calls(code)).toEqual(expected);
  });

  test('a call knows what is called upon its result', () => {
    const [first, second] = lowered('request.get(u).set("a", t).set("b", x).end()').calls;
    expect(first?.chain.map((link) => link.method)).toEqual(['set', 'set', 'end']);
    expect(second?.chain.map((link) => link.method)).toEqual(['set', 'end']);
  });

  test('imports are listed', () => {
    const code = 'import "a"; export * from "b"; require("c"); import("d"); const r = createRequire(x); r("e");';
    expect(lowered(code).imports.map((one) => one.specifier)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

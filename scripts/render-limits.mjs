/** Renders what is known not to be followed: the bounds, and what the fixtures say is missed or noisy. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Each bound as a sentence says it, and where the program has it. */
const bounds = [
  ['callers of callers that settle what a wrapper is handed', 'src/resolve/callers.ts', 'MAX_CALLERS_DEPTH'],
  ['ways in which callers reach one call', 'src/resolve/callers.ts', 'MAX_CONTEXTS'],
  ['calls of functions within one another that give a value back', 'src/resolve/calls.ts', 'MAX_FRAMES'],
  ['modules that pass the address on to a file that mentions nothing', 'src/sites/importers.ts', 'MAX_HOPS'],
  ['files that imports lead to', 'src/resolve/project.ts', 'MAX_IMPORTED_FILES'],
  ['code within code within code', 'src/resolve/project.ts', 'MAX_NESTING'],
  ['alternatives of one value', 'src/model/value.ts', 'MAX_OPTIONS'],
  ['parts of one text', 'src/model/value.ts', 'MAX_PARTS'],
  ['alternatives of one call', 'src/sites/ways.ts', 'MAX_WORLDS'],
  ['expressions that are looked at for one question', 'src/resolve/evaluate.ts', 'MAX_STEPS'],
  ['expressions that are looked at for one file', 'src/resolve/evaluate.ts', 'MAX_STEPS_A_FILE'],
];

/** A list of the bounds, with the numbers that the sources have. */
export function renderBounds(root) {
  const rows = bounds.map(([what, file, name]) => {
    const number = new RegExp(`const ${name} = ([\\d_]+);`).exec(readFileSync(join(root, file), 'utf8'))?.[1];
    if (number === undefined) throw new Error(`${file} has no number ${name}`);
    return `| ${what} | ${Number(number.replaceAll('_', '')).toLocaleString('en')} |`;
  });
  return ['| what | how many |', '| --- | ---: |', ...rows].join('\n');
}

/** Of each language with known limits: how many findings its fixtures expect, how many they miss, how many are false. */
export function renderCounts(root) {
  const verdicts = verdictsIn(root);
  const rows = languagesOf(verdicts.filter((one) => one.kind !== 'found')).map((language) => {
    const count = (kind) => verdicts.filter((one) => one.language === language && one.kind === kind).length;
    // Exact, it would change with every fixture.
    const found = 25 * 2 ** Math.floor(Math.log2(count('found') / 25));
    return `| ${language} | ${found < 25 ? 'some' : `${found} or more`} | ${count('missed')} | ${count('noisy')} |`;
  });
  return ['| language | found | missed | noisy |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
}

/** Every verdict `missed` or `noisy` with its reason, by language. */
export function renderLimits(root) {
  const verdicts = verdictsIn(root).filter((one) => one.kind !== 'found');
  const titles = { missed: 'Known misses', noisy: 'Known false alarms' };
  return languagesOf(verdicts)
    .flatMap((language) =>
      Object.entries(titles).flatMap(([kind, title]) => {
        const rows = verdicts
          .filter((one) => one.language === language && one.kind === kind)
          .map(({ reason, rule, path }) => `| ${reason} | ${rule} | [${path.split('/').at(-1)}](../${path}) |`);
        const head = [`### ${title} in ${language}`, '', '| reason | rule | shown by |', '| --- | --- | --- |'];
        return rows.length === 0 ? [] : [[...head, ...new Set(rows)].join('\n')];
      }),
    )
    .join('\n\n');
}

function languagesOf(verdicts) {
  return [...new Set(verdicts.map((one) => one.language))].toSorted();
}

const annotation = /^[ \t]*(?:#|\/\/|--|;|%|<!--)~ *\^+ (?:(missed|noisy) )?([a-z][a-z-]*): (.*?)(?: -->)?\s*$/gm;

/** What the annotations of all fixtures say, those of fixed forms left out. */
function verdictsIn(root) {
  const names = readdirSync(join(root, 'fixtures', 'rules'), { recursive: true }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const kept = names.filter((name) => name.split('/').length === 3 && !/\.fixed(?:-unsafely)?(?:\.\w+)?$/.test(name));
  return kept.toSorted().flatMap((name) => {
    const path = `fixtures/rules/${name}`;
    const language = name.split('/')[1];
    return [...readFileSync(join(root, path), 'utf8').matchAll(annotation)].map(([, kind = 'found', rule, reason]) => ({
      path,
      language,
      kind,
      rule,
      reason,
    }));
  });
}

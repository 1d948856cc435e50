/** What every page of a report has around it: styles and script of its own, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { markup, type Html } from './html-text.js';

const styles = `
:root { color-scheme: light dark; --bad: #b42318; --good: #18794e; --warn: #9a6700; --note: #0b62c4; --line: #8884; --soft: #8881; --add: #2da44e33; --del: #cf222e33; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #6fdc9c; --warn: #e3b341; --note: #79b8ff; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.4rem } h2 { font-size: 1.15rem; margin-top: 2rem } h3 { font-size: 1rem; margin: 0 }
.verdict { border-left: .4rem solid var(--bad); background: var(--soft); padding: .8rem 1rem; font-weight: 600 }
.verdict.ready { border-color: var(--good) }
.error { color: var(--bad) } .good { color: var(--good) } a { color: inherit } .warning { color: var(--warn) } .note { color: var(--note) }
.counts { display: flex; flex-wrap: wrap; gap: 0 3rem }
table { border-collapse: collapse } th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top } td.number { text-align: right }
form { display: flex; flex-wrap: wrap; gap: .8rem; position: sticky; top: 0; background: Canvas; padding: .6rem 0 } input, select { font: inherit; padding: .2rem .4rem }
article { border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; margin: 1rem 0 } article p { margin: .4rem 0 }
pre { overflow-x: auto; background: var(--soft); padding: .5rem; margin: .5rem 0; font: .875rem/1.45 ui-monospace, monospace; overflow-wrap: normal; tab-size: 4 }
mark { background: none; color: inherit; text-decoration: underline wavy var(--bad); text-underline-offset: .25em } .gutter { opacity: .6; user-select: none }
ins, del, .same { text-decoration: none; display: block } ins { background: var(--add) } del { background: var(--del) }
[hidden] { display: none !important } footer { margin-top: 2rem; opacity: .8; font-size: .875rem }
`;

/** Shows what matches the filter; without it all is shown. */
const script = `
const form = document.querySelector('form');
if (form) {
  const items = [...document.querySelectorAll('[data-rule]')];
  const shown = document.querySelector('output');
  const filter = () => {
    const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const { rule, level } = { rule: form.elements.rule.value, level: form.elements.level.value };
    let count = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      const fits = (!rule || item.dataset.rule === rule) && (!level || item.dataset.level === level) && words.every((word) => text.includes(word));
      item.hidden = !fits;
      if (fits) count += 1;
    }
    shown.textContent = count + ' of ' + items.length;
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
}
`;

/** A whole page, with a line break at its end. */
export function page(title: string, body: Html): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = `default-src 'none'; style-src ${hash(styles)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
  const parts = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: styles }}</style>
</head>
<body>
${body}
<script>${{ html: script }}</script>
</body>
</html>
`;
  return parts.html;
}

/** Adds code that is written in a script's words to what the script embeds. */
import type { LanguageId } from '../../model/document.js';
import type { ListItem } from '../../model/expr.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Scope } from './scope.js';
import { fragmentsOf, gap } from './written.js';

/** Adds the code that `items`, with spaces in between, write. */
export function embed(
  scope: Scope,
  items: readonly ListItem[],
  inheritsNames: boolean,
  language: LanguageId = 'shell',
): void {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return;
  const parent = scope.out.text;
  const fragments = items.flatMap(({ value }, i): readonly Fragment[] => {
    const before = items[i - 1]?.value.span.end;
    const between = before === undefined ? [] : [gap(parent, { start: before, end: value.span.start })];
    return [...between, ...fragmentsOf(value, parent)];
  });
  if (!fragments.some((fragment) => fragment.kind === 'text')) return;
  const text = MappedText.compose(fragments);
  if (text === undefined || !/[a-z]/i.test(text.text)) return;
  const span = { start: first.value.span.start, end: last.value.span.end };
  scope.out.embedded.push({ text, language, span, region: scope.region, inheritsNames });
}

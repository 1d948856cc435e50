/** Finds the code that a configuration hands to machines: user data, provisioners, and whatever says that it is a script. */
import type { Embedding, LanguageId } from '../../model/document.js';
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { languageOfContent } from '../content.js';
import { nothingFound } from '../dialects/found.js';
import { addUserData, isMessage } from '../dialects/user-data.js';
import { lowerExpression, spanOf, textOf, type Lowering } from './expressions.js';
import { childOf, named, nodesOf, type SyntaxNode } from './parse.js';
import { partsOf, templateIn } from './templates.js';

/** Attributes that hold commands for a shell: a text, or a list of lines. */
const COMMANDS: ReadonlySet<string> = new Set(['command', 'inline']);
/** Blocks whose `command` or `inline` a shell runs. */
const SHELL_BLOCKS = /^(?:local-exec|remote-exec|shell|shell-local)$/;
/** Functions that hand on what they are given. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  'base64encode',
  'base64gzip',
  'trimspace',
  'chomp',
  'sensitive',
  'nonsensitive',
  'replace',
]);

/** The code in the tree of a configuration. */
export function codeIn(lowering: Lowering, tree: SyntaxNode, text: MappedText): readonly Embedding[] {
  const commands = nodesOf(tree, 'block').flatMap((block) => commandsOf(lowering, block));
  const used = new Set(commands.flatMap((one) => one.templates));
  const scripts = ['quoted_template', 'heredoc_template', 'string_lit'].flatMap((type) =>
    nodesOf(tree, type).flatMap((template) =>
      used.has(template) ? [] : [{ templates: [template], language: undefined }],
    ),
  );
  return [...commands, ...scripts].flatMap(({ templates, language }) => {
    const code = composed(lowering, templates, text);
    const [first] = templates;
    const last = templates.at(-1);
    if (code === undefined || first === undefined || last === undefined) return [];
    const span = { start: first.start, end: last.end };
    const found = language ?? languageOfContent(code.text);
    if (found === undefined) return isMessage(code.text) ? partsOfMessage(lowering, templates, text, span) : [];
    return [{ text: code, language: found, span, region: lowering.root, inheritsNames: false }];
  });
}

/** The code in a message of several parts. */
function partsOfMessage(
  lowering: Lowering,
  templates: readonly SyntaxNode[],
  text: MappedText,
  span: Span,
): readonly Embedding[] {
  const found = nothingFound(text);
  addUserData(found, composed(lowering, templates, text, 0), span, lowering.root);
  return found.embedded.map((one) => ({ ...one, inheritsNames: false }));
}

/** Templates that make one text together, each a line or more; `language` where what holds them tells. */
interface Code {
  readonly templates: readonly SyntaxNode[];
  readonly language: LanguageId | undefined;
}

function commandsOf(lowering: Lowering, block: SyntaxNode): readonly Code[] {
  const head = block.children.filter(({ type }) => type === 'string_lit' || type === 'identifier');
  const words = head.map((word) => textOf(lowering, word).replace(/^"|"$/g, ''));
  if (words[0] !== 'provisioner' && words[0] !== 'post-processor') return [];
  if (!SHELL_BLOCKS.test(words[1] ?? '')) return [];
  const attributes = (childOf(block, 'body')?.children ?? []).filter(({ type }) => type === 'attribute');
  const interpreter = attributes.find((one) => nameIn(lowering, one) === 'interpreter');
  if (interpreter !== undefined && !/sh"/.test(textOf(lowering, interpreter))) return [];
  return attributes.flatMap((attribute): readonly Code[] => {
    if (!COMMANDS.has(nameIn(lowering, attribute))) return [];
    const value = childOf(attribute, 'expression');
    const templates = value === undefined ? [] : templatesIn(lowering, value);
    return templates.length === 0 ? [] : [{ templates, language: 'shell' }];
  });
}

function nameIn(lowering: Lowering, attribute: SyntaxNode): string {
  const name = childOf(attribute, 'identifier');
  return name === undefined ? '' : textOf(lowering, name);
}

/** The templates of a value that is a text or a list of texts. */
function templatesIn(lowering: Lowering, node: SyntaxNode): readonly SyntaxNode[] {
  const template = templateIn(node);
  if (template !== undefined) return [template];
  if (node.type === 'function_call') {
    const name = childOf(node, 'identifier');
    const given = childOf(node, 'function_arguments');
    if (name === undefined || given === undefined || !TRANSPARENT.has(textOf(lowering, name))) return [];
    return named(given)
      .slice(0, 1)
      .flatMap((one) => templatesIn(lowering, one));
  }
  if (!['expression', 'collection_value', 'tuple'].includes(node.type)) return [];
  return named(node).flatMap((child) => templatesIn(lowering, child));
}

/** The text that `templates` make, one below the other. */
function composed(
  lowering: Lowering,
  templates: readonly SyntaxNode[],
  text: MappedText,
  levels: 0 | 1 = 1,
): MappedText | undefined {
  const fragments = templates.flatMap((template, i): readonly Fragment[] => {
    const parts = partsOf(template, lowering.text).map((part): Fragment => {
      if (part.kind === 'text') return { kind: 'text', parent: text, span: part.span, codec: part.codec };
      const expr =
        part.expression === undefined
          ? ({ kind: 'opaque', why: 'an expression that could not be read', span: part.span } as const)
          : lowerExpression(lowering, part.expression);
      return { kind: 'hole', parent: text, span: part.span, expr };
    });
    return i === 0 ? parts : [lineBreak(text, spanOf(template).start), ...parts];
  });
  return MappedText.compose(fragments, levels);
}

/** An end of line that is not in the file: it cannot be edited. */
function lineBreak(parent: MappedText, at: number): Fragment {
  const codec: Codec = { decode: () => [{ text: '\n', from: { start: 0, end: 0 } }], encode: () => undefined };
  return { kind: 'text', parent, span: { start: at, end: at }, codec };
}

/** Dockerfiles: the shell code and the commands of their instructions. */
import type { Region } from '../../model/expr.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { dockerLine, type DockerEscape } from '../codecs/docker-line.js';
import { heredoc as heredocCodec } from '../codecs/heredoc.js';
import { jsonString } from '../codecs/json-string.js';
import { readOnly } from '../codecs/read-only.js';
import { verbatim } from '../codecs/verbatim.js';
import type { Scalar } from '../data/tree.js';
import { addCodeFor, addCommand, nothingFound, type Found } from '../dialects/found.js';
import { filledElsewhere, withHoles } from '../dialects/notation.js';
import { addFile } from '../dialects/scripts.js';
import { template } from '../dialects/template-holes.js';
import { hostLanguage } from '../host.js';
import { claimsDockerfile } from './claims.js';
import { escapeIn, instructionAt, instructionsIn, type Heredoc, type Instruction } from './instructions.js';
import { variablesIn } from './variables.js';

export const dockerfile = hostLanguage('dockerfile', claimsDockerfile, findCode);

/** Where the reading stands: the stage, and what runs its commands where it says so. */
interface Stage {
  readonly found: Found;
  readonly escape: DockerEscape;
  readonly isTemplate: boolean;
  readonly regions: Map<string, Region>;
  region: Region;
  shell: string | undefined;
}

function findCode(text: MappedText, path: string): Found {
  const found = nothingFound(text);
  const escape = escapeIn(text.text);
  const isTemplate = /\.(?:j2|jinja2?|erb|tmpl|tpl|gotmpl|in)$/i.test(path) || text.text.includes('{{');
  const stage: Stage = { found, escape, isTemplate, regions: new Map(), region: found.root, shell: undefined };
  for (const instruction of instructionsIn(text.text, escape)) read(instruction, stage);
  return found;
}

function read(instruction: Instruction, stage: Stage): void {
  const { found, escape } = stage;
  const { body, keyword } = instruction;
  const written = found.text.text.slice(body.start, body.end);
  switch (keyword) {
    case 'FROM':
      startStage(stage, written, body);
      return;
    case 'SHELL': {
      stage.shell = /"((?:[^"\\\n]|\\.)*)"/.exec(written)?.[1];
      return;
    }
    case 'ENV':
    case 'ARG':
      for (const { name, value } of variablesIn(codeIn(body, stage)?.text ?? '', body))
        found.bindings.push({ name, path: [], value, region: stage.region, span: body, how: 'assign' });
      return;
    case 'ONBUILD':
      read(instructionAt(found.text.text, body.start, escape), stage);
      return;
    case 'HEALTHCHECK': {
      const check = instructionAt(found.text.text, body.start, escape);
      if (check.keyword === 'CMD') read(check, stage);
      return;
    }
    case 'COPY':
    case 'ADD':
      addFiles(instruction, written, stage);
      return;
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      addRun(instruction, written, stage);
  }
}

/** What was set before the first stage are arguments for all; a stage that another one begins from has what that has. */
function startStage(stage: Stage, written: string, { start }: Span): void {
  const { found, regions } = stage;
  const [base = '', name] = written.split(/\s+as\s+/i, 2);
  const parent = regions.get(base.trim().toLowerCase()) ?? found.root;
  stage.region = { kind: 'block', parent, span: { start, end: found.text.text.length } };
  stage.shell = /windows|nanoserver/i.test(base) ? 'cmd' : undefined;
  if (name !== undefined) regions.set(name.trim().toLowerCase(), stage.region);
}

function addRun(instruction: Instruction, written: string, stage: Stage): void {
  const { found, region, shell } = stage;
  const { body, heredocs, end } = instruction;
  const words = wordsIn(written, body.start);
  if (words !== undefined) {
    addCommand(found, words, body, region);
    return;
  }
  const [only] = heredocs;
  const whole = { start: body.start, end };
  // With nothing but a here-document, that is the script; else the shell reads it as its own.
  const isScript = heredocs.length === 1 && only !== undefined && /^<<-?["']?[\w.-]+["']?\s*$/.test(written);
  const shebang = isScript
    ? /^\t*#!([^\n]*)/.exec(found.text.text.slice(only.body.start, only.body.end))?.[1]
    : undefined;
  const text = isScript ? scriptOf(only, found.text) : codeIn(body, stage, heredocs.length > 0 ? end : undefined);
  addCodeFor(found, shebang ?? shell, filled(text, stage), whole, region);
}

/** The text of an instruction, with the lines up to `end` behind it. */
function codeIn(body: Span, { found, escape }: Stage, end?: number): MappedText | undefined {
  const parent = found.text;
  const line: Fragment = { kind: 'text', parent, span: body, codec: dockerLine(escape) };
  const behind: Fragment = { kind: 'text', parent, span: { start: body.end, end: end ?? body.end }, codec: verbatim };
  return MappedText.compose(end === undefined ? [line] : [line, behind], 0);
}

function scriptOf({ body, stripsTabs, delimiter }: Heredoc, parent: MappedText): MappedText | undefined {
  const codec = heredocCodec({ isQuoted: true, stripsTabs, delimiter, startsLine: true });
  return MappedText.compose([{ kind: 'text', parent, span: body, codec }], 0);
}

/** The text with what a template fills in as holes, where the file is one. */
function filled(text: MappedText | undefined, { isTemplate }: Stage): MappedText | undefined {
  return text === undefined || !isTemplate ? text : withHoles(text, template, { start: 0, end: 0 });
}

const WORD = /"((?:[^"\\\n]|\\[^\n])*)"/g;

/** The words of the form `["command", "argument"]`; undefined when it is not that. */
function wordsIn(written: string, start: number): readonly Scalar[] | undefined {
  if (!written.startsWith('[')) return undefined;
  const matches = [...written.matchAll(WORD)];
  // Between the words there is nothing but what makes a list of them; lines may go on.
  const between = written.replace(WORD, '').replace(/[\\`][ \t]*\n/g, '');
  if (!/^\[[\s,]*\]\s*$/.test(between)) return undefined;
  return matches.map((match): Scalar => {
    const inner = { start: start + match.index + 1, end: start + match.index + match[0].length - 1 };
    const text = jsonString.decode(match[1] ?? '').map((piece) => piece.text);
    const span = { start: inner.start - 1, end: inner.end + 1 };
    const part = { span: inner, codec: jsonString };
    return { kind: 'scalar', text: text.join(''), span, tag: undefined, written: [part], isTemplated: false };
  });
}

const VARIABLE = /(?<!\\)\$(?:\{[^{}\n]*\}|\w+)/g;

/** Files that are written out: `COPY <<EOF /usr/local/bin/start.sh`. Of one without quotes the variables are filled in first. */
function addFiles({ heredocs, body }: Instruction, written: string, stage: Stage): void {
  const path = /(\S+)\s*$/.exec(written.slice(-300))?.[1] ?? '';
  for (const heredoc of heredocs) {
    const script = scriptOf(heredoc, stage.found.text);
    const fills = (match: RegExpExecArray, span: Span) =>
      filledElsewhere(span, `the variable ${match[0]} of the build`);
    const isRaw = heredoc.isQuoted || script === undefined;
    const text = isRaw ? script : withHoles(script, { holes: VARIABLE, fills, codec: readOnly }, body);
    addFile(stage.found, path, text, heredoc.body, stage.region);
  }
}

/** Expectations written into fixtures: lines of carets and a verdict below the line that they speak of. */
import type { Finding } from '../../src/model/finding.js';

/** What a fixture says of a stretch of one line. Lines are 1-based and columns 0-based, in the text without annotations. */
export interface Annotation {
  readonly kind: 'expected' | 'missed' | 'noisy';
  readonly rule: string;
  /** Of an expected finding. */
  readonly certainty: string | undefined;
  /** Of a known miss or false alarm. */
  readonly reason: string | undefined;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The line of the annotation itself in the fixture, 1-based. */
  readonly writtenAt: number;
}

/** A fixture taken apart. */
export interface Annotated {
  /** The fixture without its annotations: what is scanned. */
  readonly text: string;
  readonly annotations: readonly Annotation[];
  /** Annotations that say nothing. */
  readonly errors: readonly string[];
}

/** A finding as annotations see it: a multi-line one by its first line's part. */
export interface Mark {
  readonly rule: string;
  readonly certainty: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

const leader = /^[ \t]*(?:#|\/\/|--|;|%|<!--)~/;
/** `<` says that the stretch begins where the line does, under the leader. */
const body = /^(<| *)(\^+) (.*)$/;
const verdict = /^(?:(missed|noisy) )?([a-z][a-z0-9-]*): (.*)$/;

/** Takes `source` apart; `rules` are the names that an annotation may speak of. */
export function readAnnotations(source: string, rules: ReadonlySet<string>): Annotated {
  const kept: string[] = [];
  const annotations: Annotation[] = [];
  const errors: string[] = [];
  source.split('\n').forEach((line, index) => {
    const lead = leader.exec(line)?.[0];
    if (lead === undefined) {
      kept.push(line);
      return;
    }
    const annotation = readAnnotation(line.slice(lead.length), lead.length, rules);
    if (typeof annotation === 'string') errors.push(`line ${String(index + 1)}: ${annotation}: ${line.trim()}`);
    else if (kept.length === 0) errors.push(`line ${String(index + 1)}: there is no line above`);
    else annotations.push({ ...annotation, line: kept.length, writtenAt: index + 1 });
  });
  return { text: kept.join('\n'), annotations, errors };
}

function readAnnotation(
  text: string,
  offset: number,
  rules: ReadonlySet<string>,
): Omit<Annotation, 'line' | 'writtenAt'> | string {
  const [, blank = '', carets = '', rest = ''] = body.exec(text.replace(/(?: -->)?\s*$/, '')) ?? [];
  if (carets === '') return 'an annotation is carets, a space and a verdict';
  const [, mode, rule = '', detail = ''] = verdict.exec(rest) ?? [];
  if (rule === '')
    return 'a verdict is `rule: certain`, `rule: possible`, `missed rule: reason` or `noisy rule: reason`';
  if (!rules.has(rule)) return `there is no rule ${rule}`;
  const from = offset + blank.length;
  const place = { start: blank === '<' ? 0 : from, end: from + carets.length };
  if (mode === 'missed' || mode === 'noisy') {
    if (detail.trim().length < 5) return 'a reason is due';
    return { kind: mode, rule, certainty: undefined, reason: detail.trim(), ...place };
  }
  if (detail !== 'certain' && detail !== 'possible') return 'a finding is certain or possible';
  return { kind: 'expected', rule, certainty: detail, reason: undefined, ...place };
}

/** What annotations can see of `findings`, in the order of their places. */
export function marksOf(findings: readonly Finding[], text: string): readonly Mark[] {
  const lines = text.split('\n');
  return findings
    .map(({ ruleName, certainty, location, message }) => {
      const { start, end } = location;
      const lineEnd = (lines[start.line - 1] ?? '').replace(/\r$/, '').length;
      const last = end.line > start.line ? lineEnd : end.column - 1;
      return { rule: ruleName, certainty, line: start.line, start: start.column - 1, end: last, message };
    })
    .sort((a, b) => a.line - b.line || a.start - b.start);
}

/** Where `annotations` and `marks` disagree, each with the line it is about; [] when they agree. */
export function disagreements({ text, annotations }: Annotated, marks: readonly Mark[]): readonly string[] {
  const left = new Set(marks);
  const failures: string[] = [];
  for (const annotation of annotations) {
    const exact = marks.find((mark) => mark.rule === annotation.rule && isSamePlace(mark, annotation));
    if (annotation.kind === 'missed') {
      const found = exact ?? marks.find((mark) => mark.rule === annotation.rule && mark.line === annotation.line);
      if (found !== undefined) failures.push(told('no longer missed', annotation, text, found.message));
      if (found !== undefined) left.delete(found);
    } else if (exact === undefined) {
      const near = marks.find(
        (mark) => left.has(mark) && mark.rule === annotation.rule && mark.line === annotation.line,
      );
      if (near !== undefined) left.delete(near);
      const what = annotation.kind === 'noisy' ? 'no longer noisy' : 'missing';
      failures.push(near === undefined ? told(what, annotation, text) : misplaced(annotation, near, text));
    } else {
      left.delete(exact);
      if (annotation.kind === 'expected' && exact.certainty !== annotation.certainty) {
        failures.push(
          told(`${exact.certainty} instead of ${annotation.certainty ?? ''}`, annotation, text, exact.message),
        );
      }
    }
  }
  return [...failures, ...[...left].map((mark) => told('noisy', mark, text, `${mark.certainty}: ${mark.message}`))];
}

/** `source` with the carets of annotations moved to the finding of their rule on their line; verdicts stay. */
export function withMovedCarets(source: string, annotated: Annotated, marks: readonly Mark[]): string {
  const lines = source.split('\n');
  const taken = new Set<Mark>();
  for (const annotation of annotated.annotations) {
    if (annotation.kind === 'missed') continue;
    const mark = marks.find((m) => !taken.has(m) && m.rule === annotation.rule && m.line === annotation.line);
    const lead = leader.exec(lines[annotation.writtenAt - 1] ?? '')?.[0].trimStart();
    if (mark === undefined || lead === undefined) continue;
    taken.add(mark);
    const rest = (lines[annotation.writtenAt - 1] ?? '').replace(/^[^^]*\^+/, '');
    const indent = mark.start === 0 ? '<' : ' '.repeat(Math.max(0, mark.start - lead.length));
    const from = Math.max(mark.start, lead.length + (mark.start === 0 ? 1 : 0));
    lines[annotation.writtenAt - 1] = `${lead}${indent}${'^'.repeat(Math.max(1, mark.end - from))}${rest}`;
  }
  return lines.join('\n');
}

type Stretch = Pick<Mark, 'rule' | 'line' | 'start' | 'end'>;

function isSamePlace(a: Stretch, b: Stretch): boolean {
  return a.line === b.line && a.start === b.start && a.end === b.end;
}

function misplaced(annotation: Annotation, mark: Mark, text: string): string {
  return `${told('misplaced: expected', annotation, text)}\n${told('misplaced: found', mark, text, mark.message)}`;
}

function told(what: string, at: Stretch, text: string, message = ''): string {
  const number = String(at.line).padStart(4);
  const line = text.split('\n')[at.line - 1] ?? '';
  const carets = ' '.repeat(at.start) + '^'.repeat(Math.max(1, at.end - at.start));
  return `${what}: ${at.rule}${message === '' ? '' : ` (${message})`}\n${number} | ${line}\n     | ${carets}`;
}

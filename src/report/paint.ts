/** The colours of the text report. */
import picocolors from 'picocolors';
import type { Level } from '../model/finding.js';

type Brush = (text: string) => string;

/** What is coloured, by its part in the report. */
export interface Paint {
  readonly level: Readonly<Record<Level, Brush>>;
  readonly path: Brush;
  readonly faint: Brush;
  readonly strong: Brush;
  readonly good: Brush;
  readonly bad: Brush;
  readonly help: Brush;
}

/** The brushes of a report; without `color` they change nothing. */
export function paintWith(color: boolean): Paint {
  const { red, yellow, blue, underline, dim, bold, green, cyan } = picocolors.createColors(color);
  return {
    level: { error: red, warning: yellow, note: blue },
    path: underline,
    faint: dim,
    strong: bold,
    good: green,
    bad: red,
    help: cyan,
  };
}

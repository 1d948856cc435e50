/** A survey that finds all files that hold nothing, also where they are few or there is one thread only. */
import type { FileSystem, Survey } from '../discover/file-system.js';
import { isEmpty } from '../discover/survey.js';

/** With `strings` it finds those that hold none of these. */
export function openFullSurvey(fs: FileSystem, strings?: readonly string[]): Survey {
  const survey = strings === undefined ? fs.survey?.() : fs.search?.(strings);
  const sought = strings?.join('\0');
  const asked = new Map<string, number>();

  function isEmptyFile(path: string, limit: number): boolean {
    try {
      return isEmpty((each, most) => fs.readFile(each, most), path, limit, sought);
    } catch {
      // Whoever reads the file next will say why.
      return false;
    }
  }

  return {
    add(path, limit) {
      asked.set(path, limit);
      survey?.add(path, limit);
    },
    finish() {
      const told = survey?.finish();
      if (told !== undefined && told.size > 0) return told;
      return new Set([...asked].filter(([path, limit]) => isEmptyFile(path, limit)).map(([path]) => path));
    },
  };
}

/** Writes a file whole, or not at all: whoever reads it meanwhile sees what was there before. */
import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Another run may write the same file now. `mode` is that of a new file. Throws what the file system does. */
export function writeWhole(path: string, content: string | Uint8Array, mode?: number): void {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(unfinished, content, { flag: 'wx', mode });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

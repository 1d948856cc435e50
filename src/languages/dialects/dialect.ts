/** What a dialect of YAML or JSON must give: read this to add one. */
import type { DataNode } from '../data/tree.js';
import type { Found } from './found.js';

export interface Dialect {
  /** Whether `root` is of this dialect: by its shape, by the path of its file, or by how its text begins. */
  claims(root: DataNode, file: { readonly path: string; readonly text: string }): boolean;
  /** Adds the code in `root` to what was found. */
  read(root: DataNode, found: Found): void;
}

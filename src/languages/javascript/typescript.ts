/** TypeScript's own module resolution: the compiler that the parser has loaded already. */
import ts from 'typescript';

export { ts };
export type { CompilerOptions } from 'typescript';

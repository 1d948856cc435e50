/** Text that is written as it reads and is not for us to change. */
import type { Codec } from '../../model/mapped-text.js';
import { verbatim } from './verbatim.js';

export const readOnly: Codec = { decode: (source) => verbatim.decode(source), encode: () => undefined };

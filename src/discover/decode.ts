/** From the bytes of a file to its text: UTF-8, or UTF-16 where a byte-order mark says so. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What its byte-order mark says a file is written in; without one UTF-8. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** The text of a file, its byte-order mark included. What is no character in its encoding becomes U+FFFD. */
export function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8') return buffer.toString('utf8');
  const pairs = buffer.subarray(0, buffer.length - (buffer.length % 2));
  const text = encoding === 'utf-16le' ? pairs.toString('utf16le') : Buffer.from(pairs).swap16().toString('utf16le');
  return pairs.length === buffer.length ? text : `${text}\uFFFD`;
}

/** How far into a file a NUL is looked for: as far as git does, near enough. */
const binaryWindow = 8192;

/** Whether `bytes` are no text: a NUL near their start, in no encoding that has NULs in its text. */
export function isBinary(bytes: Uint8Array): boolean {
  return encodingOf(bytes) === 'utf-8' && bytes.subarray(0, binaryWindow).includes(0);
}

/** `bytes` as ASCII-compatible text to search in: themselves, but for UTF-16. */
export function searchable(bytes: Uint8Array): Uint8Array {
  return encodingOf(bytes) === 'utf-8' ? bytes : Buffer.from(decode(bytes), 'utf8');
}

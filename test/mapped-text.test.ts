import { MappedText } from '../src/model/mapped-text.js';
import { parse } from 'unbash';
test('a byte-order mark and CRLF are left out of the text and kept in the file', () => {
  const file = { path: 'a.sh', text: '\uFEFFa\r\nb 😀\r\n' };
  const text = MappedText.ofFile(file);
  expect(text.text).toBe('a\nb 😀\n');
  expect(text.originOf({ start: 2, end: 3 })).toEqual({ start: 4, end: 5 });
  expect(text.edit({ start: 2, end: 2 }, 'x\n')).toEqual({ span: { start: 4, end: 4 }, text: 'x\r\n' });
  expect(parse('a b').commands.length).toBe(1);
});

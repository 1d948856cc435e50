/** What the words of curl, wget and other commands mean: address, method, headers, and what is not known. */
import type { Argument, HttpRequest } from '../src/clients/client.js';
import { commands, readCommand } from '../src/clients/commands.js';
import { shapeOf, UNKNOWN } from '../src/clients/words.js';
import type { Document } from '../src/model/document.js';
import { textOf, unknown, type TextValue, type Value } from '../src/model/value.js';

const document = {} as Document;

/** A word; each `…` in it is an unknown part, and `…` alone an unknown word. */
function word(written: string): Argument {
  const place = { document, span: { start: 0, end: 0 } };
  if (written === '…') return { value: unknown('a test'), place };
  const parts = written.split(/(…)/).filter((part) => part !== '');
  const value: TextValue = {
    kind: 'text',
    parts: parts.map((part) => (part === '…' ? unknown('a test') : { kind: 'known', text: part, at: undefined })),
  };
  return { value, place };
}

/** The words of `line`, split at `|` or else at spaces. */
function request(line: string): readonly HttpRequest[] {
  return readCommand(line.split(line.includes('|') ? '|' : ' ').map(word), undefined);
}

const print = (value: Value): string => shapeOf(value).replaceAll(UNKNOWN, '…');

/** `PUT http://h/p {name: value}`, with `?` when there may be more headers. */
function printed(line: string): string {
  return request(line)
    .map(({ url, method, headers }) => {
      const entries = headers.entries.map((entry) => `${print(entry.name)}: ${print(entry.value)}`);
      const list = entries.length === 0 ? '' : ` {${entries.join(', ')}}`;
      return `${print(method)} ${print(url)}${list}${headers.open === undefined ? '' : ' ?'}`;
    })
    .join(' & ');
}

describe('curl', () => {
  test.each([
    ['curl http://h/p', 'GET http://h/p'],
    ['/usr/bin/curl -s h/p', 'GET h/p'],
    ['curl.exe h', 'GET h'],
    ['curl', ''],
    ['curl -X PUT h', 'PUT h'],
    ['curl -XPUT h', 'PUT h'],
    ['curl -sXPUT h', 'PUT h'],
    ['curl --request PUT h', 'PUT h'],
    ['curl --request=PUT h', 'PUT h'],
    ['curl --req PUT h', 'GET PUT & GET h'],
    ['curl --connect-time 5 h', 'GET h'],
    ['curl -I h', 'HEAD h'],
    ['curl -d x h', 'POST h'],
    ['curl -G -d x h', 'GET h'],
    ['curl --json {} h', 'POST h'],
    ['curl -T f h', 'PUT h'],
    ['curl -X … h', '… h'],
    ['curl|-H|X: y|h', 'GET h {X: y}'],
    ['curl|h|-H|X:y', 'GET h {X: y}'],
    ['curl|-sSfH|X: y|h', 'GET h {X: y}'],
    ['curl|-HX: y|h', 'GET h {X: y}'],
    ['curl|--header=X: y|h', 'GET h {X: y}'],
    ['curl|--header|X: …|h', 'GET h {X: …}'],
    ['curl|-H|X: |h', 'GET h {X: }'],
    ['curl|-H|X:|h', 'GET h {X: }'],
    ['curl|-H|X;|h', 'GET h {X: }'],
    ['curl|-H|"X: y"|h', 'GET h {"X: y"}'],
    ['curl|-H|@f|h', 'GET h ?'],
    ['curl|-H|…|h', 'GET h ?'],
    ['curl|-H|…: y|h', 'GET h {…: y} ?'],
    ['curl|-H|X|h', 'GET h'],
    ['curl|--expand-header|X: {{t}}|h', 'GET h {X: …}'],
    ['curl -K f h', 'GET h ?'],
    ['curl --url h', 'GET h'],
    ['curl a b', 'GET a & GET b'],
    ['curl|-H|X: y|a|--next|b', 'GET a {X: y} & GET b'],
    ['curl -o f -w %{http_code} --noproxy 1.2.3.4 -m 5 h', 'GET h'],
    ['curl -sSfLkm5 h', 'GET h'],
    ['curl -- -h', 'GET -h'],
    ['curl … h', 'GET h ?'],
    ['curl -s …', 'GET …'],
    ['curl …/p', 'GET …/p'],
    ['curl -s… h', 'GET h ?'],
    ['curl http://h/{a,b}', 'GET http://h/a'],
    ['curl http://h/[1-3]', 'GET http://h/1'],
    ['curl http://[fd00:ec2::254]/', 'GET http://[fd00:ec2::254]/'],
    ['curl -g http://h/{a,b}', 'GET http://h/{a,b}'],
  ])('%s', (line, expected) => {
    expect(printed(line)).toBe(expected);
  });
});

describe('wget', () => {
  test.each([
    ['wget -qO- h', 'GET h'],
    ['wget -q -O - h', 'GET h'],
    ['wget -O- -T 5 -t 1 h', 'GET h'],
    ['wget -nv h', 'GET h'],
    ['wget -nvO f h', 'GET h'],
    ['wget --method=PUT h', 'PUT h'],
    ['wget --method PUT h', 'PUT h'],
    ['wget --post-data=x h', 'POST h'],
    ['wget --spider h', 'HEAD h'],
    ['wget|--header=X: y|h', 'GET h {X: y}'],
    ['wget|--header|X: y|h', 'GET h {X: y}'],
    ['wget|--header|X: |h', 'GET h {X: }'],
    ['wget|-H|X: y|h', 'GET X: y & GET h'],
    ['wget --header=… h', 'GET h ?'],
    ['wget --timeout 5 --tries=1 h', 'GET h'],
    ['wget … h', 'GET h ?'],
    ['wget -U agent h', 'GET h'],
    ['busybox|wget|--header|X: y|h', 'GET h {X: y}'],
  ])('%s', (line, expected) => {
    expect(printed(line)).toBe(expected);
  });
});

describe('other clients', () => {
  test.each([
    ['http h/p X:y', 'GET h/p {X: y}'],
    ['http PUT h X:y a==b', 'PUT h {X: y}'],
    ['http --timeout 5 GET h', 'GET h'],
    ['http h/p a=b', 'POST h/p'],
    ['xh …', 'GET …'],
    ['GET h', 'GET h'],
    ['GET|-H|X: y|h', 'GET h {X: y}'],
    ['lwp-request|-m|PUT|-H|X: y|h', 'PUT h {X: y}'],
    ['nc -w 5 h 80 <<< …', '… http://h:80/ ?'],
    ['nc h 80', ''],
    ['nc -zv h 80', ''],
    ['nc|h|80|<<<|GET /p HTTP/1.0\r\nX: y\r\n\r\n', 'GET http://h:80/p {X: y}'],
    ['nc|h|80|<<<|PUT /p HTTP/1.1\nX: …\n', 'PUT http://h:80/p {X: …}'],
    ['dev-tcp|/dev/tcp/h/80|GET /…', 'GET http://h:80/…'],
    ['dev-tcp|/dev/tcp/h/80|…', '… http://h:80/ ?'],
    ['dev-tcp|/dev/tcp/h/80', ''],
    ['dev-tcp|…', ''],
    ['nc -z h', ''],
  ])('%j', (line, expected) => {
    expect(printed(line)).toBe(expected);
  });
});

describe('commands that run others', () => {
  test.each([
    ['sudo curl h', 'GET h'],
    ['sudo -u user -E curl h', 'GET h'],
    ['env -i A=b curl h', 'GET h'],
    ['timeout 5 curl h', 'GET h'],
    ['timeout -s KILL 5 curl h', 'GET h'],
    ['nohup nice -n 5 curl h', 'GET h'],
    ['command curl h', 'GET h'],
    ['command -v curl', ''],
    ['exec curl h', 'GET h'],
    ['sudo chroot /mnt curl h', 'GET h'],
    ['docker exec -it c curl h', 'GET h'],
    ['kubectl exec p -- curl h', 'GET h'],
    ['find . -exec curl h ;', 'GET h & GET ;'],
    ['xargs -n1 curl -s', 'GET …'],
    ['xargs curl h', 'GET h ?'],
    ['xargs -I{} curl h/{}/x', 'GET h/…/x'],
    ['xargs -I % curl h/%', 'GET h/…'],
    ['sudo …', ''],
    ['sudo', ''],
  ])('%s', (line, expected) => {
    expect(printed(line)).toBe(expected);
  });

  test('only so many of them are taken off', () => {
    expect(printed(`${'sudo '.repeat(50)}curl h`)).toBe('');
  });
});

test('commands that are read', () => {
  expect(['curl', '/usr/bin/curl', 'wget', 'sudo', 'xargs', 'docker'].every((name) => commands.reads(name))).toBe(true);
  expect(['curls', 'axios.get', 'echo', ''].some((name) => commands.reads(name))).toBe(false);
});

test('why words may be missing is told', () => {
  const [only] = commands.read({
    callee: 'curl',
    receiver: undefined,
    isNew: false,
    args: [word('h')],
    argsOpen: unknown('more words'),
    chain: [],
    later: { kind: 'nothing' },
  });
  expect(only?.headers.open?.why).toBe('more words');
  expect(only && textOf(only.url)).toBe('h');
});

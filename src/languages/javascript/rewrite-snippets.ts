/** The remedy in code for each client, for a person to adapt where nothing can be rewritten safely. */
import { ADDRESS, headerName, LONGEST_TTL, SESSION_TOKEN, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';

const url = `'http://${ADDRESS}${TOKEN_PATH}'`;
const ttl = `headers: { '${headerName(TOKEN_TTL)}': '${String(LONGEST_TTL)}' }`;
const send = `headers: { '${headerName(SESSION_TOKEN)}': token }`;

const fetchSnippet = (name: string): string =>
  [
    `const response = await ${name}(${url}, { method: 'PUT', ${ttl} });`,
    `if (!response.ok) throw new Error(\`IMDSv2 token request failed: \${response.status}\`);`,
    `const token = await response.text();`,
    `await ${name}(url, { ${send} });`,
  ].join('\n');

const undiciSnippet = [
  `const response = await request(${url}, { method: 'PUT', ${ttl} });`,
  `if (response.statusCode !== 200) throw new Error(\`IMDSv2 token request failed: \${response.statusCode}\`);`,
  `const token = await response.body.text();`,
  `await request(url, { ${send} });`,
].join('\n');

const httpSnippet = [
  `const put = { host: '${ADDRESS}', path: '${TOKEN_PATH}', method: 'PUT', ${ttl} };`,
  `http.request(put, (response) => {`,
  `  let token = '';`,
  `  response.setEncoding('utf8').on('data', (text) => (token += text));`,
  `  response.on('end', () => {`,
  `    if (response.statusCode !== 200) return callback(new Error('IMDSv2 token request failed'));`,
  `    http.get(url, { ${send} }, callback);`,
  `  });`,
  `}).on('error', callback).end();`,
].join('\n');

const axiosSnippet = [
  `const { data: token } = await axios.put(${url}, null, { ${ttl} });`,
  `await axios.get(url, { ${send} });`,
].join('\n');
const gaxiosSnippet = [
  `const { data: token } = await request({ url: ${url}, method: 'PUT', ${ttl} });`,
  `await request({ url, ${send} });`,
].join('\n');
const gotSnippet = [`const token = await got.put(${url}, { ${ttl} }).text();`, `await got(url, { ${send} });`].join(
  '\n',
);

const requestSnippet = [
  `request.put({ uri: ${url}, ${ttl} }, (error, response, token) => {`,
  `  if (error || response.statusCode !== 200) return callback(error || new Error('IMDSv2 token request failed'));`,
  `  request.get({ uri: url, ${send} }, callback);`,
  `});`,
].join('\n');

const superagentSnippet = [
  `const { text: token } = await superagent.put(${url}).set('${headerName(TOKEN_TTL)}', '${String(LONGEST_TTL)}');`,
  `await superagent.get(url).set('${headerName(SESSION_TOKEN)}', token);`,
].join('\n');

const needleSnippet = [
  `const { body: token } = await needle('put', ${url}, '', { ${ttl} });`,
  `await needle('get', url, null, { ${send} });`,
].join('\n');

const metadataServiceSnippet = [
  `// version 2 of the SDK`,
  `service.fetchMetadataToken((error, token) => {`,
  `  if (error) return callback(error);`,
  `  service.request(path, { ${send} }, callback);`,
  `});`,
  `// version 3`,
  `new MetadataService({ ec2MetadataV1Disabled: true });`,
].join('\n');

const actionsSnippet = [
  `const put = await client.put(${url}, '', { '${headerName(TOKEN_TTL)}': '${String(LONGEST_TTL)}' });`,
  `const token = await put.readBody();`,
  `await client.get(url, { '${headerName(SESSION_TOKEN)}': token });`,
].join('\n');

const byClient: readonly (readonly [RegExp, string])[] = [
  [/MetadataService/, metadataServiceSnippet],
  [/EC2MetadataCredentials/, `new AWS.EC2MetadataCredentials({ ec2MetadataV1Disabled: true });`],
  [/HttpClient/, actionsSnippet],
  [/^(?:follow-redirects[./])?https?\b|^http2|^simple-get|^miniget|^hyperquest|^get$/, httpSnippet],
  [/^axios/, axiosSnippet],
  [/^gaxios/, gaxiosSnippet],
  [/^got\b/, gotSnippet],
  [/^ky/, gotSnippet.replaceAll('got', 'ky')],
  [/^(?:request|requestretry|postman-request|@cypress\/request)(?:\.|$)/, requestSnippet],
  [/^superagent/, superagentSnippet],
  [/^needle/, needleSnippet],
  [/^undici\.request/, undiciSnippet],
];

/** The remedy for `client`, as messages name it. */
export function snippetFor(client: string): string {
  return byClient.find(([pattern]) => pattern.test(client))?.[1] ?? fetchSnippet('fetch');
}

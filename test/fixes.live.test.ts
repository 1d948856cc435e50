/** Every fixed program is run beside a metadata service that refuses version 1, and must do there what it did before. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readAnnotations } from './support/annotations.js';
import type { Fixture } from './support/fixtures.js';
import { fixtures, ruleNames } from './support/fixtures.js';
import { hostedProgram, isHost } from './support/hosts.js';
import { missingPackages, obstacle, programIn, redirected, runJobs } from './support/live.js';
import type { Job, Outcome } from './support/live-runner.js';
import type { Tokens } from './support/metadata-service.js';

/** Fixed programs that are not run, and why. */
const notRun: Readonly<Record<string, string>> = {
  'tokenless-request/shell/ipv6.sh': 'the service for tests has no IPv6 address',
  'tokenless-request/shell/host-name.sh': 'the service for tests has no name',
  'tokenless-request/shell/ssh.sh': 'there is no other host',
  'tokenless-request/shell/other-interpreters.sh': 'PowerShell is not installed everywhere',
  'tokenless-request/shell/tests.bats': 'Bats is not installed everywhere',
  'tokenless-request/shell/elsewhere.sh': 'there is no container, network namespace or other user',
  'tokenless-request/shell/as-another-user.sh': 'there is no other host or user',
  'tokenless-request/html/options-api.vue': 'its method runs when somebody clicks',
  'tokenless-request/html/statements.htm': 'its handlers run when somebody clicks',
  'tokenless-request/javascript/user-data-init-command.ts': 'it makes a template, which another machine runs',
  'tokenless-request/javascript/user-data-by-content.ts': 'it is run by the machines that it describes',
  'tokenless-request/cloudformation/script-of-windows.yaml': 'PowerShell is not installed everywhere',
  'tokenless-request/cloudformation/windows.yaml': 'PowerShell is not installed everywhere',
  'tokenless-request/jenkins/windows.jenkinsfile': 'PowerShell is not installed everywhere',
  'tokenless-request/jenkins/library.groovy': 'not all of it can be fixed',
  'tokenless-request/shell/powershell.sh': 'PowerShell is not installed everywhere',
  'tokenless-request/taskfile/windows.yml': 'PowerShell is not installed everywhere',
  'tokenless-request/github-actions/windows.yml': 'PowerShell is not installed everywhere',
  'tokenless-request/azure-pipelines/windows.yml': 'PowerShell is not installed everywhere',
  'tokenless-request/ansible/windows.yml': 'PowerShell is not installed everywhere',
  'tokenless-request/dockerfile/windows.dockerfile': 'PowerShell is not installed everywhere',
  'tokenless-request/javascript/sent-to-windows.js': 'it has other machines run commands',
  'tokenless-request/javascript/sent-commands.ts': 'it has other machines run commands',
  'tokenless-request/javascript/request-callback.js': 'the package request is given up by its authors',
  'tokenless-request/javascript/request-options.js': 'the package request is given up by its authors',
  'tokenless-request/javascript/sdk-version-2-callbacks.js': 'the package aws-sdk is large, and at the end of its life',
  'tokenless-request/javascript/sdk-version-2-bound.js': 'the package aws-sdk is large',
  'tokenless-request/javascript/sdk-version-2-promisified.js': 'the package aws-sdk is large',
  'tokenless-request/javascript/sdk-version-2-promisified.ts': 'the package aws-sdk is large',
  'tokenless-request/javascript/sdk-version-2-promisify-all.js': 'the package aws-sdk is large',
  'tokenless-request/javascript/sdk-version-2-unbound.js': 'it fails before it is mended',
  'tokenless-request/javascript/sdk-version-2.js':
    'the package aws-sdk is large, and the program no request of its own',
  'tokenless-request/javascript/filled-in-by-functions.js': 'nobody calls what it exports',
  'tokenless-request/javascript/members-of-subclasses.js': 'nobody calls what it exports',
  'tokenless-request/javascript/items-of-generators.js': 'not all of it can be fixed',
  'tokenless-request/hcl/provisioners.tf': 'not all of it can be fixed',
  'tokenless-request/template/metrics.sh.j2': 'not all of it can be fixed',
  'tokenless-request/hcl/builder.pkr.hcl': 'not all of it can be fixed',
  'tokenless-request/hcl/user-data.tf': 'it is a configuration, which another machine runs',
  'tokenless-request/hcl/encoded.tf': 'it is a configuration, which another machine runs',
  'tokenless-request/javascript/sdk-without-tokens-credentials.js': 'the package aws-sdk is large',
  'tokenless-request/javascript/component.jsx': 'it is a component, which a server makes into a page',
  'token-fallback/javascript/tested-before-it-changes.js': 'it is a module, which others hand a token',
  'token-fallback/javascript/two-branches.js': 'it is a module, which others hand a token',
  'tokenless-request/javascript/user-data.ts': 'it makes a template, which another machine runs',
  'sdk-v1-fallback/javascript/credentials-by-path.ts': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/credentials-with-options.js': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/credentials-without-parentheses.ts': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/credentials.js': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/load-credentials.js': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/provider-chain.ts': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/turned-off-again.ts': 'the package aws-sdk is large',
  'sdk-v1-fallback/javascript/instance-metadata.ts': 'nobody uses what it exports',
  'sdk-v1-fallback/javascript/instance-metadata-in-a-chain.ts': 'nobody uses what it exports',
  'sdk-v1-fallback/javascript/environment-says-no.js': 'nobody uses what it exports',
  'sdk-v1-fallback/javascript/turned-off-for-chains-only.ts': 'nobody uses what it exports',
  'sdk-v1-fallback/shell/environment-of-the-script.sh': 'its environment keeps it from going on without a token',
  'sdk-v1-fallback/dockerfile/environment-of-the-image.dockerfile':
    'its environment keeps it from going on without a token',
  'sdk-v1-fallback/javascript/metadata-service-with-other-headers.mjs': 'nobody calls what it exports',
};

/** Programs of a rule that are not run, and why. */
const notRunOf: Readonly<Record<string, string>> = {
  'tokens-optional': 'they are settings, of which nothing is run',
  'tokens-inherited': 'they are settings, of which nothing is run',
};

/** Rules of programs that ask for a token, and read without one where they get none. */
const fallbackRules: readonly string[] = ['token-fallback', 'sdk-v1-fallback'];
/** Rules of programs that send no request without a token unless the token request fails. */
const onlyWithoutToken: ReadonlySet<string> = new Set([...fallbackRules, 'unchecked-token']);

/** Programs in a language that are not run, and why. */
const notRunIn: Readonly<Record<string, string>> = {
  powershell: 'PowerShell is not installed everywhere; its fixes are parsed and audited again',
  batch: 'there is no command prompt',
};

/** Programs with a token request of their own that goes on without a token, as their other requests do, and so does the fix. */
const keepTheirOwn: ReadonlySet<string> = new Set([
  'tokenless-request/buildkite/pipeline.yml',
  'tokenless-request/shell/polling.sh',
]);

const isRequired = process.env['REQUIRE_LIVE'] === '1';
const hindrance = obstacle();
const programs = fixtures().filter(
  ({ fixed, name, rule, language }) =>
    fixed !== undefined && ![notRun[name], notRunOf[rule], notRunIn[language]].some((why) => why !== undefined),
);
/** `LIVE_ONLY=part-of-a-name` runs these programs alone. */
const only = process.env['LIVE_ONLY'] ?? '';
/** Without the packages that a program needs, it is not run, unless all must be. */
const pairs = programs
  .filter((fixture) => fixture.name.includes(only))
  .filter((fixture) => isRequired || packagesOf(fixture).length === 0);
const skipped = programs.filter((fixture) => fixture.name.includes(only) && !pairs.includes(fixture));

if (skipped.length > 0) {
  test.skip.each(skipped.map((fixture) => [fixture.name, packagesOf(fixture)]))(
    '%s is NOT run without %s',
    () => undefined,
  );
}
if (hindrance !== undefined && !isRequired) {
  test.skip(`fixed programs are NOT run: ${hindrance}`, () => undefined);
} else {
  describe('a fixed program', () => {
    let folder = '';
    const outcomes = new Map<string, Outcome>();

    beforeAll(async () => {
      if (hindrance !== undefined) throw new Error(hindrance);
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'imds-audit-live-'));
      const jobs = (await Promise.all(pairs.map((fixture) => jobsOf(fixture, folder)))).flat();
      const results = runJobs(
        jobs.map(([, job]) => job),
        folder,
      );
      jobs.forEach(([name], index) => {
        const outcome = results[index];
        if (outcome !== undefined) outcomes.set(name, outcome);
      });
    }, 600_000);
    afterAll(() => {
      fs.rmSync(folder, { recursive: true, force: true });
    });

    function outcomeOf(fixture: Fixture, which: Run): Outcome {
      const outcome = outcomes.get(`${fixture.name} ${which}`);
      if (outcome === undefined) throw new Error(`${fixture.name} was not run`);
      return outcome;
    }

    test.each(pairs.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
      const before = outcomeOf(fixture, 'before, tokens optional');
      const refused = outcomeOf(fixture, 'before, tokens required');
      const fixed = outcomeOf(fixture, 'fixed, tokens required');
      // What the program does where version 1 is answered: it reads something.
      expect(before).toMatchObject({ exitCode: 0 });
      expect(before.output.trim()).not.toBe('');
      // It does so without a token; but for those that do only when they get none.
      if (fallbackRules.includes(fixture.rule)) {
        const fallingBack = outcomeOf(fixture, 'before, tokens refused');
        expect(fallingBack.log.filter((exchange) => exchange.status === 200 && !exchange.hasToken)).not.toEqual([]);
        // It reads what it read before; some programs read it once more for each way to go on.
        expect(fallingBack.output).toContain(before.output.trim());
        expect(fallingBack.exitCode).toBe(before.exitCode);
      } else if (!onlyWithoutToken.has(fixture.rule)) {
        expect(before.log.filter((exchange) => exchange.status === 200 && !exchange.hasToken)).not.toEqual([]);
        // Where version 1 is not answered, the unfixed program is refused and says something else.
        expect(refused.log.filter((exchange) => exchange.status === 401)).not.toEqual([]);
        expect(refused.output).not.toBe(before.output);
      }
      // Where no token can be had, the fixed program reads nothing, and says something else.
      if (runs.filter((which) => isWanted(which, fixture)).includes('fixed, tokens refused')) {
        const stopped = outcomeOf(fixture, 'fixed, tokens refused');
        expect(stopped.log.filter((exchange) => exchange.method === 'PUT')).not.toEqual([]);
        expect(stopped.log.filter((exchange) => exchange.status === 200)).toEqual([]);
        expect(stopped.output).not.toBe(before.output);
      }
      // The fixed program does there what it did before.
      expect(fixed.log.filter((exchange) => exchange.method !== 'PUT' && !exchange.hasToken)).toEqual([]);
      expect(fixed.log.filter((exchange) => exchange.status !== 200)).toEqual([]);
      // The handlers of a page do not wait for one another.
      const said = ({ output }: Outcome): string =>
        fixture.language === 'html' ? output.split('\n').sort().join('\n') : output;
      expect({ output: said(fixed), exitCode: fixed.exitCode }).toEqual({
        output: said(before),
        exitCode: before.exitCode,
      });
      expect(readsOf(fixed)).toEqual(readsOf(before));
    });
  });
}

test('nothing is run that names the real address in any spelling', () => {
  const names = ['[fd00:ec2::254]', '2852039166', '0xA9FEA9FE', '169.254.43518', '[::ffff:a9fe:a9fe]', 'instance-data'];
  for (const name of names) expect(() => redirected(`curl http://${name}/latest`)).toThrow('not run');
  expect(redirected('curl http://169.254.169.254/latest')).toBe('curl http://127.169.254.169/latest');
});

test('what is not run is there', () => {
  const names = new Set(fixtures().map((fixture) => fixture.name));
  expect([...Object.keys(notRun), ...keepTheirOwn].filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(notRunOf).filter((rule) => !ruleNames.has(rule))).toEqual([]);
  const languages = new Set(fixtures().map((fixture) => fixture.language));
  expect(Object.keys(notRunIn).filter((language) => !languages.has(language))).toEqual([]);
});

const runs = [
  'before, tokens optional',
  'before, tokens required',
  'fixed, tokens required',
  'before, tokens refused',
  'fixed, tokens refused',
] as const;
type Run = (typeof runs)[number];

/** Whether a run tells something of the fixture. */
function isWanted(which: Run, { rule, name }: Fixture): boolean {
  if (!which.endsWith('refused') || fallbackRules.includes(rule)) return true;
  return which.startsWith('fixed') && !keepTheirOwn.has(name);
}

function tokensIn(which: Run): Tokens {
  if (which.endsWith('optional')) return 'optional';
  return which.endsWith('refused') ? 'refused' : 'required';
}

function packagesOf(fixture: Fixture): readonly string[] {
  return fixture.language !== 'javascript' ? [] : missingPackages(fs.readFileSync(fixture.file, 'utf8'));
}

/** The jobs of one fixture, each with its name. */
async function jobsOf(fixture: Fixture, folder: string): Promise<readonly (readonly [string, Job])[]> {
  const wanted = runs.filter((which) => isWanted(which, fixture));
  const made = wanted.map(async (which, index) => {
    const directory = path.join(folder, fixture.name.replaceAll('/', '+'), String(index));
    fs.mkdirSync(directory, { recursive: true });
    const command = await commandFor(fixture, which, directory);
    return [`${fixture.name} ${which}`, { command, directory, tokens: tokensIn(which) }] as const;
  });
  return Promise.all(made);
}

/** What runs a program as it was or fixed: itself, or the scripts that those take out of it who read such files. */
async function commandFor(fixture: Fixture, which: Run, directory: string): Promise<Job['command']> {
  const { file, fixed, language, name } = fixture;
  const { text } = readAnnotations(
    fs.readFileSync(which.startsWith('fixed') ? (fixed?.file ?? '') : file, 'utf8'),
    ruleNames,
  );
  const source = redirected(text);
  const base = path.basename(file);
  if (language === 'makefile') return makeOf(directory, base, source);
  if (!isHost(language)) return programIn(directory, base, source);
  try {
    return programIn(directory, 'hosted.sh', redirected(await hostedProgram(language, source, base)));
  } catch (error) {
    throw new Error(`${name}, ${which}: no program could be made of it`, { cause: error });
  }
}

/** Make itself, with all that has a rule as its goals. */
function makeOf(directory: string, name: string, text: string): Job['command'] {
  const goals = [...text.matchAll(/^([a-z][\w-]*):(?!=)/gm)].map(([, goal = '']) => goal);
  fs.writeFileSync(path.join(directory, name), text);
  return ['make', '-s', '-f', name, 'DEBUG=1', ...goals];
}

/** The paths that were read, in order of the alphabet: programs may read several at once. */
function readsOf(outcome: Outcome): readonly string[] {
  return outcome.log.flatMap(({ method, path: read }) => (method === 'PUT' ? [] : [`${method} ${read}`])).sort();
}

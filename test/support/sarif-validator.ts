/** Microsoft's validator of SARIF: what it says of a report, down to notes. It asks nothing of the network. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';

/** Without it the validator asks for every address that a report names. */
const offline = `<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
  </Properties>
</Properties>
`;

/** The path of the program; undefined where there is none for the machine. */
export const validator = findValidator();

function findValidator(): string | undefined {
  try {
    const path = createRequire(__filename)('@microsoft/sarif-multitool') as string;
    // The package makes it executable by a script, which npm may not run.
    chmodSync(path, 0o755);
    return spawnSync(path, ['--version']).status === 0 ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Each complaint of the validator as 'SARIF2002 note at runs[0].results[0].message'. */
export function complaintsOf(text: string): readonly string[] {
  if (validator === undefined) throw new Error('there is no validator');
  const folder = mkdtempSync(join(tmpdir(), 'imds-audit-sarif-'));
  try {
    const [report, settings, answer] = ['report.sarif', 'offline.xml', 'answer.sarif'].map((name) =>
      join(folder, name),
    );
    if (report === undefined || settings === undefined || answer === undefined) return [];
    writeFileSync(report, text);
    writeFileSync(settings, offline);
    const kinds = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning;Note'];
    const streams = ['-c', settings, '-o', answer, '--log', 'ForceOverwrite', '--quiet', 'true'];
    // Its exit code is 0 whatever it finds.
    spawnSync(validator, ['validate', report, ...kinds, ...streams], { timeout: 300_000 });
    const { runs } = JSON.parse(readFileSync(answer, 'utf8')) as Log;
    return runs.flatMap((run) =>
      (run.results ?? []).map(({ ruleId = '', level = 'warning', message }) => {
        return `${ruleId} ${level} at ${message.text ?? message.arguments?.join(' ') ?? ''}`;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

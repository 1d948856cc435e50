/** Files of many requests. */
import { rules } from '../rules/index.js';
import { rdjson } from '../src/report/rdjson.js';
import { sarif } from '../src/report/sarif.js';
import { auditText } from './support/audit-text.js';
import { expectInProportion } from './support/growth.js';

const request = 'http://169.254.169.254/latest/meta-data/instance-id';

test('many requests are reported with their fixes', async () => {
  await expectInProportion(async (count) => {
    const report = await auditText('a.sh', `#!/bin/bash\n${`curl -s ${request}\n`.repeat(count)}`);
    expect(sarif(report, rules, { exitCode: 1 }).length).toBeLessThan(count * 6000);
    expect(rdjson(report, { rules }).length).toBeLessThan(count * 6000);
  }, 2400);
});

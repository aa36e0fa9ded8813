import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestHost } from '../support/host.ts';
import { startHost } from '../support/host.ts';
import { runConformance } from './support.ts';

const CASES = `<?xml version="1.0" encoding="utf-8"?>
<WopiValidation>
  <TestGroup Name="Alternatives">
    <TestCases>
      <TestCase Name="NeitherNor" Category="WopiCore">
        <Requests>
          <CheckFileInfo>
            <Validators>
              <Or><ResponseCodeValidator ExpectedCode="401" /><ResponseCodeValidator ExpectedCode="404" /></Or>
            </Validators>
          </CheckFileInfo>
        </Requests>
      </TestCase>
      <TestCase Name="OneOrTheOther" Category="WopiCore">
        <Requests>
          <CheckFileInfo>
            <Mutators><AccessToken Mutation="INVALID" /></Mutators>
            <Validators>
              <Or><ResponseCodeValidator ExpectedCode="404" /><ResponseCodeValidator ExpectedCode="401" /></Or>
            </Validators>
          </CheckFileInfo>
        </Requests>
      </TestCase>
    </TestCases>
  </TestGroup>
</WopiValidation>`;

let host: TestHost;
beforeEach(async () => {
  host = await startHost();
});
afterEach(() => host.stop());

test('what may be one thing or another is one failure when it is neither', async () => {
  const path = join(host.dataDirectory, 'cases.xml');
  writeFileSync(path, CASES);
  await host.api.setTestCases({ path });
  const run = await runConformance(host, { target: { kind: 'host', profile: 'default' }, suites: ['official'] });
  expect(run.cases.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['NeitherNor', 'failed'],
    ['OneOrTheOther', 'passed'],
  ]);
  const { steps } = await host.api.getConformanceCase({ runId: run.id, suite: 'official', name: 'NeitherNor' });
  expect(steps.flatMap(({ failures }) => failures)).toEqual([
    { message: 'The status is not the expected one.', expected: '401 or 404', received: '200' },
  ]);
});

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ConformanceSuite } from '../../preload/contract.ts';
import { runConformance } from '../conformance/support.ts';
import { startHost } from '../support/host.ts';

/** Microsoft's file is not part of this repository. */
const CASES = resolve(import.meta.dirname, '../../../shared/conformance/TestCases.xml');

/** What a suite does wrong on purpose is explained, not alarmed about; the host itself gives no cause. */
test.for<ConformanceSuite>(['official', 'own'])(
  'the %s suite raises no alarm',
  { timeout: 120_000 },
  async (suite, context) => {
    if (suite === 'official' && !existsSync(CASES)) context.skip(`left out: there is no ${CASES}`);
    const host = await startHost();
    onTestFinished(() => host.stop());
    if (suite === 'official') await host.api.setTestCases({ path: CASES });
    await runConformance(host, { target: { kind: 'host', profile: 'default' }, suites: [suite] });
    const { findings } = await host.api.listFindings({ limit: 5000 });
    const alarms = findings.filter(({ severity }) => severity !== 'information');
    const exchanges = await Promise.all(
      alarms.slice(0, 40).map(({ exchangeId }) => host.api.getExchange({ id: exchangeId })),
    );
    expect(
      alarms.map(({ rule, exchangeId, evidence }) => {
        const exchange = exchanges.find(({ id }) => id === exchangeId);
        return `${exchangeId} ${exchange?.method ?? ''} ${exchange?.path ?? ''} ${exchange?.status ?? ''} ${exchange?.client ?? ''} ${exchange?.explanation ?? ''} | ${rule}: ${evidence}`;
      }),
    ).toEqual([]);
  },
);

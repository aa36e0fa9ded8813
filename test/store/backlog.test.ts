import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostEvent } from '../../preload/contract.ts';
import { createAnnotations } from '../../main/store/annotations.ts';
import { createBlobs } from '../../main/store/blobs.ts';
import type { CapturedBody } from '../../main/store/exchange-record.ts';
import type { RawExchange } from '../../main/store/raw-exchange.ts';
import { createExchanges } from '../../main/store/exchanges.ts';
import { createHasher } from '../../main/store/hasher.ts';
import { NO_IGNORE_RULES } from '../../main/store/ignore-rules.ts';
import { createStaging } from '../../main/store/staging.ts';
import type { TrafficLink } from '../../main/store/traffic-link.ts';
import { openTrafficLink } from '../../main/store/traffic-link.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wopi-backlog-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const NO_BODY: CapturedBody = {
  size: 0,
  contentType: null,
  kept: 0,
  missing: null,
  sha256: null,
  bytes: null,
  cost: 0,
};

function finished(id: number): RawExchange {
  return {
    id,
    realAt: id,
    at: id,
    status: 200,
    outcome: 'ok',
    durationMs: 1,
    firstByteMs: null,
    requestBytes: 0,
    responseBytes: 0,
    method: 'GET',
    url: '/wopi/files/a',
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1',
    userAgent: 'curl/8',
    lockId: null,
    sessionId: null,
    correlationId: null,
    requestHeaders: '',
    responseHead: '',
    operation: 'CheckFileInfo',
    fileId: 'a',
    fileName: 'a.txt',
    personId: 'owner',
    personName: 'Olivia Owner',
    tokenId: null,
    explanation: null,
    proofVerdict: 'unsigned',
    proofExplanation: '',
    replayOf: null,
    before: null,
    after: null,
    requestBody: NO_BODY,
    responseBody: NO_BODY,
  };
}

/** The real writer, whose orders are held back until it is let go: a disk that does not keep up. */
function slow(link: TrafficLink): TrafficLink & { letGo(): void } {
  let held: (() => void)[] | null = [];
  return {
    ...link,
    send(order, answered) {
      const carryOut = () => link.send(order, answered);
      if (held) held.push(carryOut);
      else carryOut();
    },
    letGo() {
      const orders = held ?? [];
      held = null;
      for (const carryOut of orders) carryOut();
    },
  };
}

it('traffic that arrives faster than it can be stored is left out, counted and said, and memory stays bounded', async () => {
  const events: HostEvent[] = [];
  const link = slow(
    openTrafficLink({
      file: join(directory, 'traffic.db'),
      nativeBinding: undefined,
      workerScript: join(directory, 'none'),
      onFailure: () => undefined,
    }),
  );
  const exchanges = createExchanges({
    link,
    blobs: createBlobs(join(directory, 'blobs'), createStaging(createHasher(join(directory, 'none')))),
    publish: (event) => events.push(event),
    isWatched: () => false,
    wallNow: () => 0,
    retention: () => ({ maxExchanges: 1_000_000, maxAgeDays: 30, maxCaptureBytes: 1e12 }),
    isBlobKept: () => false,
    pathOfBytes: () => undefined,
    annotations: createAnnotations(link.reader),
    ignoreRules: NO_IGNORE_RULES,
    findings: { marks: () => new Map(), announce: () => undefined },
    onInspectionFailure: () => undefined,
  });
  for (let count = 0; count < 52_000; count += 1) {
    const exchange = finished(exchanges.nextId());
    const request = { id: exchange.id, raw: () => exchange };
    exchanges.begin(request);
    exchanges.finish(request, exchange);
  }
  const { count, dropped, problem } = exchanges.state();
  expect(problem).toContain('faster than this machine stores it');
  expect(dropped).toBeGreaterThan(0);
  expect(count + dropped).toBe(52_000);
  link.letGo();
  await exchanges.flush();
  await exchanges.flush();
  expect(exchanges.state()).toMatchObject({ count, dropped, problem: null });
  expect((await exchanges.list({ limit: 60_000 })).rows).toHaveLength(count);
  await exchanges.stop();
});

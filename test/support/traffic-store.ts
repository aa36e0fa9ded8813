import { join } from 'node:path';
import type { HostEvent } from '../../preload/contract.ts';
import { createAnnotations } from '../../main/store/annotations.ts';
import { createBlobs } from '../../main/store/blobs.ts';
import type { Exchanges } from '../../main/store/exchanges.ts';
import { createExchanges } from '../../main/store/exchanges.ts';
import { createHasher } from '../../main/store/hasher.ts';
import { NO_IGNORE_RULES } from '../../main/store/ignore-rules.ts';
import type { RawExchange } from '../../main/store/raw-exchange.ts';
import { createStaging } from '../../main/store/staging.ts';
import type { FoundBrief } from '../../main/store/traffic-inspector.ts';
import type { TrafficLink } from '../../main/store/traffic-link.ts';
import { openTrafficLink } from '../../main/store/traffic-link.ts';
import type { Retention } from '../../main/store/traffic-writer.ts';
import { NO_BODY } from '../../main/wopi/middleware/capture.ts';

/** A request that has ended: a plain CheckFileInfo, but for what is given. */
export function finished(given: Partial<RawExchange> & { id: number }): RawExchange {
  return {
    realAt: given.id,
    at: given.id,
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
    proof: { verdict: 'unsigned', explanation: '' },
    replayOf: null,
    before: null,
    after: null,
    requestBody: NO_BODY,
    responseBody: NO_BODY,
    ...given,
  };
}

/** Hands a request over as the host does. */
export function pass(exchanges: Exchanges, given: Partial<RawExchange> = {}): void {
  const exchange = finished({ id: exchanges.nextId(), ...given });
  exchanges.begin(exchange);
  exchanges.finish(exchange);
}

interface TrafficOptions {
  isWatched?: boolean;
  retention?: Partial<Retention>;
  /** Puts something between the store and its writer. */
  between?: (link: TrafficLink) => TrafficLink;
}

/** The store of traffic alone over a directory of its own, its writer on this thread. */
export function openTraffic(directory: string, { isWatched = false, retention, between }: TrafficOptions = {}) {
  const events: HostEvent[] = [];
  const found: FoundBrief[] = [];
  const failures: string[] = [];
  const opened = openTrafficLink({
    file: join(directory, 'traffic.db'),
    nativeBinding: undefined,
    workerScript: join(directory, 'none'),
    onFailure: () => undefined,
  });
  const link = between ? between(opened) : opened;
  const exchanges = createExchanges({
    link,
    blobs: createBlobs(join(directory, 'blobs'), createStaging(createHasher(join(directory, 'none')))),
    publish: (event) => events.push(event),
    isWatched: () => isWatched,
    wallNow: () => 0,
    retention: () => ({ maxExchanges: 1_000_000, maxAgeDays: 30, maxCaptureBytes: 1e12, ...retention }),
    isBlobKept: () => false,
    pathOfBytes: () => undefined,
    annotations: createAnnotations(link.reader),
    ignoreRules: NO_IGNORE_RULES,
    findings: { marks: () => new Map(), announce: (some) => void found.push(...some) },
    onInspectionFailure: (failure) => void failures.push(failure),
  });
  return { exchanges, link, events, found, failures };
}

import type {
  ExchangeDetail,
  ExchangeRow,
  HostEvent,
  LockRow,
  NumberedEvent,
  Snapshot,
  TokenRow,
} from '../../../preload/contract.ts';

/** A quarter past two on an ordinary Monday, local time. */
export const NOON = new Date(2026, 10, 23, 14, 15, 0).getTime();

const MB = 1024 * 1024;

/** One finished request; name what differs. */
export function exchange(differs: Partial<ExchangeRow> = {}): ExchangeRow {
  const id = differs.id ?? 1;
  return {
    id,
    realAt: NOON + id * 1_000,
    at: NOON + id * 1_000,
    method: 'GET',
    path: '/wopi/files/f-budget',
    operation: 'CheckFileInfo',
    fileId: 'f-budget',
    fileName: 'Budget.xlsx',
    personId: 'olivia',
    personName: 'Olivia',
    client: 'Sandbox Editor',
    status: 200,
    outcome: 'ok',
    durationMs: 11,
    requestBytes: 0,
    responseBytes: 2_150,
    lockId: null,
    sessionId: '4f1c22d0-77aa-4b7c-8a11-c6a0a3b59a9a',
    correlationId: '0b6e7c1a-52f4-4d0e-9a3e-0a3c5a1f2b11',
    tokenId: 't-1',
    ...differs,
  };
}

export function exchangeDetail(differs: Partial<ExchangeDetail> = {}): ExchangeDetail {
  const row = exchange(differs);
  return {
    ...row,
    url: `${row.path}?access_token=•••`,
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1',
    requestHeaders: [
      { name: 'Host', value: '127.0.0.1:8880' },
      { name: 'Authorization', value: 'Bearer •••', hidden: true },
      { name: 'X-WOPI-CorrelationId', value: '0b6e7c1a-52f4-4d0e-9a3e-0a3c5a1f2b11' },
      { name: 'X-WOPI-SessionId', value: '4f1c22d0-77aa-4b7c-8a11-c6a0a3b59a9a' },
    ],
    responseHeaders: [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'X-WOPI-ServerVersion', value: 'WOPI Sandbox 0.1.0' },
    ],
    requestBody: { size: row.requestBytes, contentType: null, kept: row.requestBytes, missing: null },
    responseBody: { size: row.responseBytes, contentType: 'application/json', kept: row.responseBytes, missing: null },
    before: { version: '16', lockId: null, lockExpiresAt: null, size: 188_000 },
    after: { version: '16', lockId: null, lockExpiresAt: null, size: 188_000 },
    proof: { verdict: 'verified', explanation: 'Signed with the current key of the Sandbox Editor.' },
    explanation: null,
    firstByteMs: 8,
    ...differs,
  };
}

export function lock(differs: Partial<LockRow> = {}): LockRow {
  return {
    fileId: 'f-budget',
    fileName: 'Budget.xlsx',
    lockId: '{"S":"4f1c22d0","F":4}',
    personId: 'olivia',
    personName: 'Olivia',
    takenAt: NOON,
    refreshedAt: NOON,
    expiresAt: NOON + 30 * 60_000,
    ...differs,
  };
}

export function token(differs: Partial<TokenRow> = {}): TokenRow {
  return {
    id: 't-1',
    personId: 'olivia',
    personName: 'Olivia',
    kind: 'file',
    fileId: 'f-budget',
    fileName: 'Budget.xlsx',
    canWrite: true,
    issuedAt: NOON,
    expiresAt: NOON + 10 * 3_600_000,
    lastUsedAt: NOON + 60_000,
    state: 'valid',
    source: 'host page',
    ...differs,
  };
}

export function snapshot(differs: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 0,
    host: {
      version: '0.1.0',
      folder: '/home/olivia/contracts',
      folderProblem: null,
      folderIsReadOnly: false,
      dataDirectory: '/home/olivia/.local/share/wopi-sandbox',
      addresses: { host: 'http://127.0.0.1:8880', admin: 'http://127.0.0.1:8881', editor: 'http://127.0.0.1:8882' },
      publicBase: 'https://demo.example.net',
    },
    clock: { offsetMs: 0, heldAt: null },
    settings: {
      folder: '/home/olivia/contracts',
      profile: 'default',
      publicUrl: 'https://demo.example.net',
      hostPort: 8880,
      adminPort: 8881,
      editorPort: null,
      maxExchanges: 100_000,
      maxAgeDays: 30,
      maxCaptureBytes: 512 * MB,
      maxBodyBytes: 16 * MB,
      maxVersionBytes: 1024 * MB,
      maxFileBytes: 2048 * MB,
      tokenTtlSeconds: 36_000,
      oauthClientId: 'office',
      oauthClientSecret: 'a-secret-of-the-office-client',
      oauthRedirectUris: ['https://localhost'],
      oauthTenants: [],
      oauthTokenSeconds: 3600,
      signInCode: '7f3a9c21d4',
      proofMode: 'check',
      theme: 'light',
      isWelcomeDone: true,
      testCasesFile: null,
    },
    capture: {
      paused: false,
      count: 12_406,
      bytes: 83 * MB,
      maxCount: 100_000,
      maxBytes: 512 * MB,
      dropped: 0,
      pinned: 0,
      leftOut: null,
      problem: null,
    },
    notices: [],
    people: [
      {
        id: 'olivia',
        name: 'Olivia',
        role: 'owner',
        rights: { write: true, rename: true, create: true, delete: true },
        isAnonymous: false,
        licence: 'consumer',
        userInfo: '',
      },
    ],
    locks: [lock()],
    tokens: [token()],
    sources: [],
    captures: [],
    ...differs,
  };
}

/** Numbers events on from `after`. */
export function numbered(after: number, ...events: HostEvent[]): NumberedEvent[] {
  return events.map((event, index) => ({ seq: after + 1 + index, event }));
}

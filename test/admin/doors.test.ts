import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serveIpc } from '../../main/admin/serve-ipc.ts';
import type { NumberedEvent } from '../../preload/contract.ts';
import { CALL_CHANNEL, EVENTS_CHANNEL } from '../../preload/contract.ts';
import { startHost } from '../support/host.ts';
import type { TestHost } from '../support/host.ts';

/** One way for a screen to reach the host. */
interface Door {
  call(method: unknown, args: unknown): Promise<unknown>;
  /** Events in the batches they came in. */
  batches: NumberedEvent[][];
  close(): Promise<void>;
}

const BODIES: Record<string, (host: TestHost) => Promise<Door>> = {
  'Electron IPC': ipcDoor,
  'HTTP and WebSocket': httpDoor,
  'WebSocket alone': socketDoor,
};

/** Stands in for ipcMain and the page of one window. */
async function ipcDoor({ app }: TestHost): Promise<Door> {
  let handler: ((event: string, method: unknown, args: unknown) => unknown) | undefined;
  const batches: NumberedEvent[][] = [];
  const close = serveIpc<string>({
    api: app.api,
    bus: app.bus,
    isTrusted: (event) => event === 'own page',
    ipcMain: {
      handle: (channel, listener) => {
        expect(channel).toBe(CALL_CHANNEL);
        handler = listener;
      },
      removeHandler: () => (handler = undefined),
    },
    webContents: {
      isDestroyed: () => false,
      send: (channel, events) => {
        expect(channel).toBe(EVENTS_CHANNEL);
        batches.push(structuredClone(events));
      },
    },
  });
  return {
    batches,
    // What crosses Electron's border is cloned, and a throw becomes a rejection.
    call: async (method, args) =>
      structuredClone(await handler?.('own page', structuredClone(method), structuredClone(args))),
    async close() {
      close();
      expect(handler).toBeUndefined();
    },
  };
}

function openSocket({ admin, app }: TestHost): WebSocket {
  return new WebSocket(admin.replace('http', 'ws') + '/live', ['wopi-sandbox', `key.${app.key}`], { origin: admin });
}

function collectBatches(socket: WebSocket): NumberedEvent[][] {
  const batches: NumberedEvent[][] = [];
  socket.on('message', (data: Buffer) => {
    const { events } = JSON.parse(data.toString('utf8')) as { events?: NumberedEvent[] };
    if (events) batches.push(events);
  });
  return batches;
}

async function httpDoor(host: TestHost): Promise<Door> {
  const socket = openSocket(host);
  const batches = collectBatches(socket);
  await once(socket, 'open');
  return {
    batches,
    async call(method, args) {
      const answer = await fetch(`${host.admin}/api/call`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${host.app.key}` },
        body: JSON.stringify({ method, args }),
      });
      const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
      expect(answer.ok).toBe(error === undefined);
      if (error !== undefined) throw new Error(error);
      return result;
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

async function socketDoor(host: TestHost): Promise<Door> {
  const socket = openSocket(host);
  const batches = collectBatches(socket);
  socket.setMaxListeners(100);
  await once(socket, 'open');
  let lastId = 0;
  return {
    batches,
    call(method, args) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        socket.on('message', (data: Buffer) => {
          const answer = JSON.parse(data.toString('utf8')) as { id?: number; result?: unknown; error?: string };
          if (answer.id !== id) return;
          if (answer.error === undefined) resolve(answer.result);
          else reject(new Error(answer.error));
        });
        socket.send(JSON.stringify({ id, method, args }));
      });
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

describe.each(Object.entries(BODIES))('the door over %s', (_, open) => {
  let host: TestHost;
  let door: Door;
  beforeAll(async () => {
    host = await startHost({ files: { 'a.txt': 'a', 'b.docx': 'b' } });
    door = await open(host);
  });
  afterAll(async () => {
    await door.close();
    await host.stop();
  });

  const event = async (fits: (event: NumberedEvent) => boolean): Promise<NumberedEvent> => {
    for (;;) {
      const found = door.batches.flat().find(fits);
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('answers with what the call answers', async () => {
    const snapshot = (await door.call('getSnapshot', [])) as { host: { folder: string } };
    expect(snapshot.host.folder).toBe(host.folder);
    const listing = (await door.call('listFiles', [])) as { files: { path: string }[] };
    expect(listing.files.map(({ path }) => path).sort()).toEqual(['a.txt', 'b.docx']);
  });

  it('takes an argument, a list of arguments, and none', async () => {
    for (const args of [undefined, null, [], [undefined], [null]]) {
      expect(await door.call('listFiles', args)).toHaveProperty('files');
    }
    const fileId = await host.fileId('a.txt');
    for (const args of [{ fileId }, [{ fileId }]]) expect(await door.call('listVersions', args)).toHaveLength(1);
  });

  it('rejects with the sentence of the call', async () => {
    await expect(door.call('listVersions', [{ fileId: 'x' }])).resolves.toEqual([]);
    await expect(door.call('takeLock', [{ fileId: 'nothing', lockId: 'L' }])).rejects.toThrow(
      'The file does not exist any more. Choose another one in Files.',
    );
  });

  // oxfmt-ignore
  it.each<[string, unknown, unknown]>([
    ['a call that does not exist',              'frobnicate',                []],
    ['the constructor',                         'constructor',               []],
    ['the prototype',                           '__proto__',                 []],
    ['what every object has',                   'toString',                  []],
    ['what every object has, too',              'hasOwnProperty',            ['x']],
    ['an empty name',                           '',                          []],
    ['no name',                                 undefined,                   []],
    ['a name that is a list',                   ['getSnapshot'],             []],
    ['a name that is an object',                { toString: 'getSnapshot' }, []],
    ['a call in another case',                  'getsnapshot',               []],
    ['a very long name',                        'x'.repeat(100_000),         []],
  ])('does not run %s', async (_, method, args) => {
    await expect(door.call(method, args)).rejects.toThrow(
      /^There is no call “.{0,80}”\. Did you mean “\w+”\?$|^A call is named by the text in “method”, and there is none\.$/,
    );
  });

  it('names the nearest call for one that does not exist, and says when one takes nothing', async () => {
    await expect(door.call('getSnapsho', [])).rejects.toThrow('Did you mean “getSnapshot”?');
    await expect(door.call('getSnapshot', [{ id: 1 }])).rejects.toThrow('getSnapshot takes no argument.');
  });

  // oxfmt-ignore
  it.each<[string, string, unknown, RegExp]>([
    ['a missing argument',           'listVersions',   [],                                              /expected object|fileId/i],
    ['an argument of another kind',  'listVersions',   ['a.txt'],                                       /expected object/i],
    ['a wrong type',                 'listVersions',   [{ fileId: 7 }],                                 /^fileId: /],
    ['an empty id',                  'listVersions',   [{ fileId: '' }],                                /^fileId: /],
    ['too long an id',               'listVersions',   [{ fileId: 'x'.repeat(1000) }],                  /^fileId: /],
    ['an unknown setting',           'updateSettings', [{ noSuchSetting: 1 }],                          /noSuchSetting/],
    ['a port out of range',          'updateSettings', [{ hostPort: 70_000 }],                          /hostPort: A port is a whole number from 1 to 65535/],
    ['a port with a fraction',       'updateSettings', [{ hostPort: 80.5 }],                            /hostPort: A port is a whole number/],
    ['too small a history',          'updateSettings', [{ maxExchanges: 1 }],                           /maxExchanges: Keep at least 100/],
    ['a theme nobody made',          'updateSettings', [{ theme: 'pink' }],                             /theme: /],
    ['a public URL with a path',     'updateSettings', [{ publicUrl: 'https://x.example/sub' }],        /publicUrl: .*without a path/],
    ['a public URL of a file',       'updateSettings', [{ publicUrl: 'file:///etc' }],                  /publicUrl: .*only http/],
    ['a public URL with password',   'updateSettings', [{ publicUrl: 'https://u:p@x.example' }],        /publicUrl: .*password/],
    ['a negative limit',             'listExchanges',  [{ limit: -1 }],                                 /^limit: /],
    ['far too high a limit',         'listExchanges',  [{ limit: 1e9 }],                                /^limit: /],
    ['a lifetime of nothing',        'issueToken',     [{ fileId: 'x', personId: 'owner', ttlSeconds: 0 }], /ttlSeconds: A token lives for at least a second/],
    ['a lifetime that is text',      'issueToken',     [{ fileId: 'x', personId: 'owner', ttlSeconds: '60' }], /ttlSeconds: /],
    ['a person with a mail address', 'savePerson',     [{ person: { id: 'a@b', name: 'A', role: 'owner' }, rights: { write: true, rename: true, create: true, delete: true }, isAnonymous: false }], /person\.id: .*letters and digits/],
    ['a role nobody has',            'savePerson',     [{ person: { id: 'a', name: 'A', role: 'admin' }, rights: { write: true, rename: true, create: true, delete: true }, isAnonymous: false }], /person\.role: /],
    ['a lock id with a line break',  'takeLock',       [{ fileId: 'x', lockId: 'a\r\nb' }],             /lockId: .*printable ASCII/],
    ['a slice that is too large',    'appendUpload',   [{ uploadId: 'x', base64: 'A'.repeat(1_600_000) }], /base64: A slice has at most 1 MiB/],
  ])('refuses %s before anything happens', async (_, method, args, message) => {
    const before = await host.api.getSnapshot();
    await expect(door.call(method, args)).rejects.toThrow(message);
    const after = await host.api.getSnapshot();
    expect([after.settings, after.people, after.tokens]).toEqual([before.settings, before.people, before.tokens]);
  });

  it('delivers events in order, numbered without gaps, in batches', async () => {
    const { seq } = (await door.call('getSnapshot', [])) as { seq: number };
    for (let index = 0; index < 30; index += 1)
      await host.api.issueToken({ fileId: await host.fileId('a.txt'), personId: 'owner', ttlSeconds: 60 });
    await event((one) => one.seq === seq + 30);
    const numbers = door.batches
      .flat()
      .map((one) => one.seq)
      .filter((number) => number > seq);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => seq + 1 + index));
    expect(door.batches.length).toBeLessThan(door.batches.flat().length);
  });

  it('delivers a change before or after the snapshot that has it, never twice', async () => {
    await door.call('issueToken', [{ fileId: await host.fileId('a.txt'), personId: 'owner', ttlSeconds: 60 }]);
    const { seq, tokens } = (await door.call('getSnapshot', [])) as { seq: number; tokens: { id: string }[] };
    const newest = tokens.at(-1)?.id;
    const told = await event((one) => one.event.type === 'token' && one.event.token.id === newest);
    expect(told.seq).toBeLessThanOrEqual(seq);
  });

  it('answers calls that run at the same time each with its own answer', async () => {
    const ids = await Promise.all([host.fileId('a.txt'), host.fileId('b.docx')]);
    const calls = Array.from({ length: 20 }, (_, index) =>
      door.call('previewFileInfo', [{ fileId: ids[index % 2], personId: index % 3 === 0 ? 'owner' : 'reader' }]),
    );
    const answers = (await Promise.all(calls)) as { BaseFileName: string; UserId: string }[];
    expect(answers.map(({ BaseFileName, UserId }) => `${BaseFileName} ${UserId}`)).toEqual(
      answers.map((_, index) => `${index % 2 === 0 ? 'a.txt' : 'b.docx'} ${index % 3 === 0 ? 'owner' : 'reader'}`),
    );
  });
});

describe('the door over Electron IPC', () => {
  it('is closed to a page that is not its own', async () => {
    const host = await startHost();
    let handler: ((event: string, method: unknown, args: unknown) => unknown) | undefined;
    const close = serveIpc<string>({
      api: host.app.api,
      bus: host.app.bus,
      isTrusted: (event) => event === 'own page',
      ipcMain: { handle: (_, listener) => void (handler = listener), removeHandler: () => undefined },
      webContents: { isDestroyed: () => true, send: () => expect.unreachable('A window that is gone gets nothing.') },
    });
    await expect((async () => handler?.('strange page', 'getSnapshot', []))()).rejects.toThrow('may not call');
    await host.write('event.txt', 'x');
    close();
    await host.stop();
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { generateProofKey } from '../../main/wopi/protocol/proof.ts';
import type { EditorKeys } from '../../main/editor/keys.ts';
import { createEditorServer } from '../../main/editor/server.ts';
import type { EditorOptions, EditorServer } from '../../main/editor/server.ts';
import { FakePage } from './fake-page.ts';
import type { Launch } from './fake-page.ts';
import { heldTimers } from './held-timers.ts';
import type { HeldTimers } from './held-timers.ts';
import { scriptedHost } from './scripted-host.ts';
import type { ScriptedHost } from './scripted-host.ts';

/** Making RSA keys takes a noticeable part of a second; the tests share one pair. */
const KEYS: EditorKeys = { current: generateProofKey(), old: generateProofKey() };

export interface Bench {
  host: ScriptedHost;
  editor: EditorServer;
  options: EditorOptions;
  address: string;
  timers: HeldTimers;
  /** Opens a document as one of the host's people. */
  open(token: string, launch?: Partial<Launch>): Promise<FakePage>;
}

/** A real editor server in front of a host that can be told anything. */
export async function bench(
  file: { name: string; bytes: Buffer | string },
  given: Partial<EditorOptions> = {},
): Promise<Bench> {
  const host = await scriptedHost(file.name, file.bytes);
  const uiDirectory = await builtPage();
  const timers = heldTimers();
  const silent = (): void => undefined;
  const options: EditorOptions = {
    uiDirectory,
    templateDirectory: join(import.meta.dirname, '..', '..', 'resources', 'templates'),
    address: '127.0.0.1',
    port: 0,
    keys: { load: () => KEYS, save: silent },
    now: () => host.now,
    mayCall: (wopiSrc) => wopiSrc.origin === host.base,
    log: { info: silent, warn: silent, error: silent },
    timers,
    ...given,
  };
  const editor = createEditorServer(options);
  const address = await editor.start();
  onTestFinished(async () => {
    host.script = () => undefined;
    await editor.stop();
    await host.close();
    await rm(uiDirectory, { recursive: true });
  });
  return {
    host,
    editor,
    options,
    address,
    timers,
    open: (token, launch = {}) => FakePage.open({ editor: address, wopiSrc: host.wopiSrc, token, ...launch }),
  };
}

/** Stands for what the build puts into out/renderer. */
async function builtPage(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sandbox-ui-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'assets', 'sandbox.js'), 'export {};');
  await writeFile(
    join(directory, 'sandbox.html'),
    '<!doctype html><html lang="en"><head><title>Sandbox Editor</title></head><body></body></html>',
  );
  return directory;
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../preload/contract.ts';
import type { VirtualClock } from '../clock.ts';
import type { Files } from '../store/files.ts';
import type { People } from '../store/people.ts';
import type { Tokens } from '../store/tokens.ts';
import type { Target } from './address.ts';
import type { Consent, Facilities } from './own/facilities.ts';

/** This host, made ready to be judged: a file of its own to be overwritten, and tokens for it. */
export interface HostTarget {
  target: Target;
  facilities: Facilities;
  /** Whether a request carries a token that was minted for these cases. */
  owns(accessToken: string): boolean;
  /** Removes what the cases worked on and ends their tokens. */
  close(): void;
}

export interface HostTargetOptions {
  files: Files;
  people: People;
  tokens: Tokens;
  clock: VirtualClock;
  folder: { path(): string; problem(): string | null; isReadOnly(): boolean };
  wopiSrc(fileId: string): string;
  /** Signs a person in, for the bootstrapper. */
  signIn(personId: string): Promise<Consent>;
}

const TOKEN_LIFE_MS = 10 * 60 * 60 * 1000;

/**
 * Makes a folder with a file in the shared folder, and tokens for it.
 * @param mayJump whether the clock of the host may be moved, which ends locks and tokens of everybody
 * @throws Error whose message is a sentence for the user
 */
export function openHostTarget(options: HostTargetOptions, mayJump: boolean): HostTarget {
  const { files, people, tokens, clock, folder, wopiSrc, signIn } = options;
  const owner = writers(people)[0];
  if (folder.problem() !== null) throw new Error(`The cases need the shared folder. ${folder.problem() ?? ''}`);
  if (folder.isReadOnly())
    throw new Error(
      `The cases need to write, and the shared folder “${folder.path()}” is read-only. Share another one (Settings).`,
    );
  if (!owner)
    throw new Error(
      'The cases need a person who may write, create, rename and delete. Give somebody these rights (People).',
    );

  const { name, path } = makeFolder(folder.path());
  files.reconcile();
  const file = files.find(path);
  if (!file) throw new Error(`The file “${path}” was made, but the host does not see it.`);

  const minted = new Map<string, string>();
  const mint = (person: Person, life = TOKEN_LIFE_MS): Target => {
    const expiresAt = clock.now() + life;
    const wish = { personId: person.id, kind: 'file' as const, resourceId: file.id, canWrite: person.rights.write };
    const { token, accessToken } = tokens.issue({ ...wish, expiresAt, source: 'conformance' });
    minted.set(accessToken, token.id);
    return { wopiSrc: wopiSrc(file.id), accessToken, accessTokenTtl: String(expiresAt) };
  };
  const second = people.list().find(({ id, rights }) => id !== owner.id && rights.write);
  const reader = people.list().find(({ rights }) => !rights.write);
  const before = clock.state();
  return {
    target: mint(owner),
    facilities: {
      ...(second ? { second: mint(second) } : {}),
      ...(reader ? { reader: mint(reader) } : {}),
      signIn: () => signIn(owner.id),
      ...(mayJump
        ? {
            jumpClock: (milliseconds) => Promise.resolve(clock.jump(milliseconds)),
            mintShortLived: (milliseconds) => Promise.resolve(mint(owner, milliseconds)),
          }
        : {}),
    },
    owns: (accessToken) => minted.has(accessToken),
    close() {
      for (const id of minted.values()) tokens.revoke(id);
      if (mayJump) restore(clock, before);
      rmSync(join(folder.path(), name), { recursive: true, force: true });
      if (folder.problem() === null) files.reconcile();
    },
  };
}

function writers(people: People): Person[] {
  return people.list().filter(({ rights }) => rights.write && rights.create && rights.rename && rights.delete);
}

/**
 * A folder that was not there before, so that removing it removes nothing else. Its file has a name and content of its
 * own, too: the host takes a file that is like a former one for that one come back, and gives it its lock.
 */
function makeFolder(shared: string): { name: string; path: string } {
  const id = globalThis.crypto.randomUUID().slice(0, 8);
  const name = `Conformance ${id}`;
  const path = `${name}/cases-${id}.wopitest`;
  try {
    mkdirSync(join(shared, name));
    writeFileSync(join(shared, path), `The cases of run ${id} overwrite this file.\n`);
    return { name, path };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The cases need a folder of their own in “${shared}”, which cannot be made (${reason}).`, {
      cause: error,
    });
  }
}

/** As it was before the cases moved it. */
function restore(clock: VirtualClock, { offsetMs, heldAt }: ReturnType<VirtualClock['state']>): void {
  clock.reset();
  if (heldAt === null) {
    if (offsetMs > 0) clock.jump(offsetMs);
    return;
  }
  clock.hold();
  const missing = heldAt - clock.now();
  if (missing > 0) clock.jump(missing);
}

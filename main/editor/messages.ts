import { z } from 'zod';
import type { PageMessage } from '../../preload/editor-contract.ts';

/** What a page may send. The page is ours, but its socket is open to whatever runs in that tab. */
const count = z.number().int().min(-1).max(Number.MAX_SAFE_INTEGER);
const name = z.string().min(1).max(512);
const bare = (command: string) => z.object({ name: z.literal(command) });

const command = z.union([
  ...(['edit', 'save', 'refresh-lock', 'check', 'lock-again', 'overwrite', 'reload', 'leave'] as const).map(bare),
  z.object({ name: z.literal('rename'), to: name }),
  z.object({ name: z.literal('save-copy'), to: name }),
]);

const pageMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), epoch: count.nullable(), version: count.nullable() }),
  z.object({
    type: z.literal('push'),
    epoch: count,
    version: count,
    updates: z.array(z.object({ clientId: z.string().max(64), changes: z.unknown() })).max(1_000),
  }),
  z.object({ type: z.literal('cursor'), anchor: count, head: count, version: count }),
  z.object({ type: z.literal('changing'), isChanging: z.boolean() }),
  z.object({ type: z.literal('command'), id: count, command }),
]);

/** Undefined for anything that is not a message of the page. */
export function readPageMessage(text: string): PageMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = pageMessage.safeParse(value);
  return parsed.success ? (parsed.data as PageMessage) : undefined;
}

import { z } from 'zod';
import type { AdminApi } from '../../preload/contract.ts';

const exchange = z.object({ id: z.int() });
const source = z.string().max(64).optional();
const replay = z.object({ replayId: z.int() });
const text = z.string().max(16 * 1024 * 1024, 'A body typed in has at most 16 MiB.');
const options = z.object({
  token: z.enum(['renew', 'keep', 'none']),
  sign: z.enum(['recorded', 'always', 'never']),
  correlation: z.enum(['new', 'keep']),
  lock: z.enum(['recorded', 'held']),
  timeoutMs: z
    .int('The time to wait is a whole number of milliseconds.')
    .min(100, 'Wait at least 100 milliseconds for an answer.')
    .max(3_600_000, 'An hour is the longest an answer is waited for.'),
});
const request = z.object({
  method: z
    .string()
    .regex(/^[A-Z]{1,20}$/, 'A method is one word in capital letters, such as GET or POST.')
    .refine((method) => method !== 'CONNECT', 'CONNECT asks for a tunnel; a WOPI host has none.'),
  url: z.string().min(1, 'Give a path, such as /wopi/files/1.').max(16_384, 'A path has at most 16,384 characters.'),
  headers: z
    .array(
      z.object({
        name: z.string().max(200, 'The name of a header has at most 200 characters.'),
        value: z.string().max(16_384, 'A header has at most 16,384 characters.'),
        hidden: z.boolean().optional(),
      }),
    )
    .max(200, 'A request has at most 200 headers.'),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('recorded') }),
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('text'), text }),
    z.object({ kind: z.literal('bytes'), base64: text }),
  ]),
  personId: z.string().max(64).nullable(),
});
const what = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exchanges'),
    ids: z
      .array(z.int())
      .min(1, 'Choose at least one request.')
      .max(20_000, 'At most 20,000 requests are replayed in one go.'),
  }),
  z.object({ kind: z.literal('session'), exchangeId: z.int() }),
]);
const target = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('host'),
    personId: z.string().max(64).optional(),
    files: z
      .array(z.object({ from: z.string().min(1).max(1000), to: z.string().min(1).max(64) }))
      .max(1000)
      .optional(),
  }),
  z.object({
    kind: z.literal('other'),
    base: z.string().trim().min(1, 'Give the address of the other host, such as https://host.example/wopi.').max(4096),
    accessToken: z.string().trim().max(8192),
    accessTokenTtl: z.int().min(0, 'The ttl is a time in milliseconds since 1970, or 0.'),
    files: z
      .array(
        z.object({
          from: z.string().min(1).max(1000),
          to: z.string().trim().min(1, 'Give the id that the other host knows the file by.').max(1000),
          accessToken: z.string().trim().max(8192).optional(),
        }),
      )
      .max(1000),
    allowOrigin: z.string().max(2048).nullable(),
  }),
]);
const pace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('original') }),
  z.object({
    kind: z.literal('faster'),
    factor: z.number().min(0.1, 'A tenth of the pace is the slowest.').max(1000, 'A thousandfold is the fastest.'),
  }),
  z.object({
    kind: z.literal('gap'),
    milliseconds: z.int().min(0, 'A pause cannot be negative.').max(3_600_000, 'An hour is the longest pause.'),
  }),
  z.object({ kind: z.literal('at-once') }),
]);

/** What the calls about sending again accept. */
export const REPLAY_INPUTS = {
  draftResend: exchange.extend({ source }),
  resend: exchange.extend({ options, request: request.optional(), source }),
  listResends: exchange,
  planReplay: z.object({ what, source }),
  startReplay: z.object({ what, target, pace, options, source }),
  awaitReplay: replay.extend({ done: z.int().min(0) }),
  stopReplay: replay,
  listReplays: z.undefined(),
  getReplay: replay,
  closeReplay: replay,
} satisfies Partial<Record<keyof AdminApi, z.ZodType>>;

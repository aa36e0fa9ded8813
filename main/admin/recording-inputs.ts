import { z } from 'zod';

/** The id of an opened capture; live traffic without it. */
export const source = z.string().max(64).optional();

const time = z.int().min(0).max(8_640_000_000_000_000);
const selection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({
    kind: z.literal('ids'),
    ids: z
      .array(z.int().min(1))
      .min(1, 'Choose at least one exchange.')
      .max(1_000_000, 'At most 1,000,000 exchanges can be chosen one by one.'),
  }),
  z.object({ kind: z.literal('session'), sessionId: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('filter'), text: z.string().max(20_000) }),
  z.object({ kind: z.literal('file'), fileId: z.string().min(1).max(1000) }),
  z
    .object({ kind: z.literal('span'), from: time, to: time })
    .refine(({ from, to }) => from <= to, 'The time begins after it ends.'),
]);
const redaction = z
  .object({
    proof: z.boolean(),
    people: z.boolean(),
    files: z.boolean(),
    addresses: z.boolean(),
    bodies: z.boolean(),
  })
  .partial()
  .optional();
const saveId = z.string().min(1, 'The save has no id.').max(64);
const upload = z.object({ uploadId: z.string().max(64) });
const capture = z.object({ id: z.string().max(64) });

export const RECORDING_INPUTS = {
  previewRecording: z.object({ selection, redaction, source }),
  saveRecording: z.object({
    selection,
    redaction,
    source,
    format: z.enum(['har', 'capture', 'support']),
    saveId: saveId.optional(),
  }),
  cancelSaving: z.object({ saveId }),
  beginCapture: z.object({
    name: z.string().trim().min(1, 'The file has no name.').max(1024),
    size: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  appendCapture: upload.extend({ base64: z.string().max(1_500_000, 'A slice has at most 1 MiB.') }),
  finishCapture: upload,
  renameCapture: capture.extend({
    name: z.string().trim().min(1, 'Give the capture a name.').max(200, 'A name has at most 200 characters.'),
  }),
  closeCapture: capture,
};

import { z } from 'zod';

/** Id of an opened recording; live traffic without it. */
const source = z.string().min(1).max(64).optional();
const sessionId = z.string().min(1, 'Give the id of a session.').max(1000).optional();
/** Chosen by whoever asks, to give the reading up. */
const readId = z.string().min(1).max(64);

/** What the calls about sessions accept. */
export const SESSION_INPUTS = {
  listSessions: z.object({
    source,
    readId: readId.optional(),
    before: z.int().optional(),
    limit: z.int().min(1).max(500),
    newest: z.int().min(1).optional(),
  }),
  cancelReading: z.object({ readId }),
  getSessionStory: z
    .object({ source, readId: readId.optional(), sessionId, exchangeId: z.int().optional() })
    .refine(
      (given) => (given.sessionId === undefined) !== (given.exchangeId === undefined),
      'Name a session, or one of its exchanges.',
    ),
  getWaterfall: z
    .object({ source, readId: readId.optional(), sessionId, exchangeIds: z.array(z.int()).min(1).max(5000).optional() })
    .refine(
      (given) => (given.sessionId === undefined) !== (given.exchangeIds === undefined),
      'Name a session, or exchanges.',
    ),
};

import { z } from 'zod';

const id = z.string().min(1).max(64).optional();
const within = {
  severity: z.enum(['error', 'warning', 'information']).optional(),
  since: z.number().optional(),
  until: z.number().optional(),
  /** Id of an opened recording; live traffic without it. */
  source: id,
};
const scope = { ...within, rule: id, fileId: id, sessionId: z.string().max(200).optional() };

/** What the calls about findings accept. */
export const FINDING_INPUTS = {
  listRules: z.object(within).optional(),
  listFindings: z.object({
    ...scope,
    exchangeId: z.int().optional(),
    before: z.int().optional(),
    limit: z.int().min(1).max(5000),
  }),
  listFindingGroups: z.object({ ...within, by: z.enum(['file', 'session']) }),
  getFindingTrend: z.object({ ...scope, parts: z.int().min(1).max(500) }),
  exportFindings: z.object({ ...scope, format: z.enum(['json', 'csv', 'markdown']) }),
};

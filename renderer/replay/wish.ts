import type { ReplayPace, ReplayPlan, ReplayTarget, ReplayWish, ResendOptions } from '../../preload/contract.ts';
import { formatBytes, formatSpan, plural } from '../ui/format.ts';
import { AS_RECORDED } from './use-resends.ts';

/** A replay while it is put together. */
export interface Draft {
  target: 'host' | 'other';
  /** Whose tokens are used here; '' for those of the recorded people. */
  personId: string;
  base: string;
  accessToken: string;
  ttl: string;
  /** By the id of our file: its id there, and a token of its own. */
  files: Readonly<Record<string, { to: string; accessToken: string }>>;
  pace: ReplayPace['kind'];
  factor: string;
  gap: string;
  options: ResendOptions;
}

export const FIRST_DRAFT: Draft = {
  target: 'host',
  personId: '',
  base: '',
  accessToken: '',
  ttl: '0',
  files: {},
  pace: 'at-once',
  factor: '2',
  gap: '1000',
  options: AS_RECORDED,
};

/** Scheme, host and port of what was typed in; null while it is no address. */
export function originOf(base: string): string | null {
  try {
    const { protocol, origin } = new URL(base.trim());
    return protocol === 'http:' || protocol === 'https:' ? origin : null;
  } catch {
    return null;
  }
}

/** What is still missing, as a sentence; null when the replay can start. */
export function missingIn(draft: Draft): string | null {
  if (draft.target === 'other') {
    if (originOf(draft.base) === null) return 'Give the address of the other host, such as https://host.example/wopi.';
    if (!/^\d{1,16}$/.test(draft.ttl.trim())) return 'The ttl is a time in milliseconds since 1970, or 0.';
  }
  if (draft.pace === 'faster' && !(Number(draft.factor) >= 0.1 && Number(draft.factor) <= 1000))
    return 'The pace is a number from 0.1 to 1000; 2 is twice as fast.';
  if (draft.pace === 'gap' && !/^\d{1,7}$/.test(draft.gap.trim())) return 'The pause is a number of milliseconds.';
  return null;
}

function paceOf({ pace, factor, gap }: Draft): ReplayPace {
  if (pace === 'faster') return { kind: pace, factor: Number(factor) };
  if (pace === 'gap') return { kind: pace, milliseconds: Number(gap) };
  return { kind: pace };
}

function targetOf(draft: Draft, plan: ReplayPlan): ReplayTarget {
  if (draft.target === 'host') {
    const files = plan.files.flatMap(({ id }) => {
      const to = draft.files[id]?.to ?? '';
      return to === '' ? [] : [{ from: id, to }];
    });
    return {
      kind: 'host',
      ...(draft.personId === '' ? {} : { personId: draft.personId }),
      ...(files.length === 0 ? {} : { files }),
    };
  }
  const files = plan.files.flatMap(({ id }) => {
    const { to = '', accessToken = '' } = draft.files[id] ?? {};
    const named = to.trim() === '' ? id : to.trim();
    if (named === id && accessToken.trim() === '') return [];
    return [{ from: id, to: named, ...(accessToken.trim() === '' ? {} : { accessToken: accessToken.trim() }) }];
  });
  return {
    kind: 'other',
    base: draft.base.trim(),
    accessToken: draft.accessToken.trim(),
    accessTokenTtl: Number(draft.ttl),
    files,
    allowOrigin: originOf(draft.base),
  };
}

export function wishOf(draft: Draft, plan: ReplayPlan): ReplayWish {
  return {
    what: { kind: 'exchanges', ids: plan.ids },
    target: targetOf(draft, plan),
    pace: paceOf(draft),
    options: draft.options,
  };
}

/** What will be sent, and how long it takes at least. */
export function planWords({ ids, files, spanMs, requestBytes }: ReplayPlan): string {
  const parts = [
    `${plural(ids.length, 'request')} to ${files.length === 1 ? (files[0]?.name ?? 'one file') : plural(files.length, 'file')}`,
    `recorded within ${formatSpan(Math.max(1000, spanMs))}`,
    ...(requestBytes === 0 ? [] : [`${formatBytes(requestBytes)} of bodies`]),
  ];
  return `${parts.join(', ')}.`;
}

export function durationWords(draft: Draft, { ids, spanMs }: ReplayPlan): string | null {
  const pauses: Record<ReplayPace['kind'], number> = {
    original: spanMs,
    faster: spanMs / (Number(draft.factor) || 1),
    gap: Number(draft.gap) * (ids.length - 1),
    'at-once': 0,
  };
  const least = pauses[draft.pace];
  return Number.isFinite(least) && least >= 1000 ? `Takes at least ${formatSpan(least)}.` : null;
}

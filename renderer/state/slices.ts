import { capturesSlice } from './captures.ts';
import { clockSlice } from './clock.ts';
import { conformanceSlice } from './conformance.ts';
import { sourcesSlice } from './discovery.ts';
import { exchangesSlice } from './exchanges.ts';
import { filesSlice } from './files.ts';
import { findingsSlice } from './findings.ts';
import { hostSlice } from './host.ts';
import { ignoreRulesSlice } from './ignore-rules.ts';
import { locksSlice } from './locks.ts';
import { marksSlice } from './marks.ts';
import { peopleSlice } from './people.ts';
import { rowFactsSlice } from './row-facts.ts';
import { replaysSlice } from './replays.ts';
import { savedViewsSlice } from './saved-views.ts';
import { savingSlice } from './saving.ts';
import { selectionSlice } from './selection.ts';
import { settingsSlice } from './settings.ts';
import type { Slice } from './store.ts';
import { tokensSlice } from './tokens.ts';

/** Everything the host's events feed, in the order it is fed. */
export const slices: readonly Slice[] = [
  hostSlice,
  settingsSlice,
  clockSlice,
  exchangesSlice,
  rowFactsSlice,
  marksSlice,
  selectionSlice,
  ignoreRulesSlice,
  savedViewsSlice,
  findingsSlice,
  filesSlice,
  locksSlice,
  peopleSlice,
  tokensSlice,
  sourcesSlice,
  capturesSlice,
  savingSlice,
  conformanceSlice,
  replaysSlice,
];

import { createContext, useContext } from 'react';
import type { OpenedCapture } from '../../preload/contract.ts';
import { go, hereOr, linkTo } from '../shell/location.ts';

/** The recording that is shown; null: live traffic. */
export const SourceContext = createContext<OpenedCapture | null>(null);

export function useSource(): OpenedCapture | null {
  return useContext(SourceContext);
}

/** Why nothing can be paused, cleared or marked. */
export const READ_ONLY = 'This is a recording: it does not change.';

/** Goes to a recording, or back to the live traffic; what was chosen in the other has no meaning there. */
export function showSource(source: string | null): void {
  go(linkTo(hereOr('/traffic'), { source }));
}

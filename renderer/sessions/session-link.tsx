import type { ReactNode } from 'react';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { linkTo } from '../shell/location.ts';

/** From a request to the story of its session. */
export function SessionLink({ detail: { id, operation } }: { detail: ExchangeDetail }): ReactNode {
  if (operation === null) return null;
  return (
    <a className="ws-link" href={`#${linkTo('/sessions', { of: String(id) })}`}>
      Show session story
    </a>
  );
}

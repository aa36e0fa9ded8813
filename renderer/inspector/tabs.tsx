import type { ComponentType } from 'react';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { RequestBody, ResponseBody } from '../bodies/body.tsx';
import { ExchangeFindings } from '../findings/exchange-findings.tsx';
import { RequestHeaders, ResponseHeaders } from './headers.tsx';
import { Overview } from './overview.tsx';
import { Timing } from './timing.tsx';

export interface TabProps {
  detail: ExchangeDetail;
  onFilter: (filter: string) => void;
}

export interface DetailTab {
  id: string;
  title: (detail: ExchangeDetail) => string;
  view: ComponentType<TabProps>;
  /** Without it the tab is always there. */
  isShown?: (detail: ExchangeDetail) => boolean;
}

/** The parts of a request, left to right. */
export const tabs: readonly DetailTab[] = [
  { id: 'overview', title: () => 'Overview', view: Overview },
  {
    id: 'findings',
    title: ({ findings }) =>
      findings ? `Findings ${findings.errors + findings.warnings + findings.notes}` : 'Findings',
    view: ExchangeFindings,
    isShown: ({ findings }) => findings !== undefined,
  },
  { id: 'request', title: () => 'Request', view: RequestHeaders },
  {
    id: 'request-body',
    title: () => 'Request body',
    view: RequestBody,
    isShown: ({ requestBody }) => requestBody.size > 0 || requestBody.missing !== null,
  },
  { id: 'response', title: () => 'Answer', view: ResponseHeaders },
  {
    id: 'response-body',
    title: () => 'Answer body',
    view: ResponseBody,
    isShown: ({ responseBody }) => responseBody.size > 0 || responseBody.missing !== null,
  },
  { id: 'timing', title: () => 'Timing', view: Timing },
];

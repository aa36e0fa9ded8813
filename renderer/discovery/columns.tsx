import type { DiscoveryActionRow } from '../../preload/contract.ts';
import { compareNames } from '../files/tree.ts';
import { Badge } from '../ui/badge.tsx';
import type { FittedColumn } from '../ui/fitted-table.tsx';

/** The same action may stand in a document twice, so a row is known by its place among its like. */
export interface ActionEntry extends DiscoveryActionRow {
  key: string;
}

export function withKeys(actions: readonly DiscoveryActionRow[]): ActionEntry[] {
  const seen = new Map<string, number>();
  return actions.map((action) => {
    const { zone, app, action: name, extension, progid } = action;
    const base = [zone, app, name, extension ?? progid ?? ''].join('/');
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { ...action, key: count === 1 ? base : `${base}/${count}` };
  });
}

export const actionColumns: readonly FittedColumn<ActionEntry>[] = [
  {
    id: 'app',
    header: 'Application',
    width: 'minmax(120px, 1fr)',
    cell: ({ app }) => (
      <span className="ws-clip" title={app}>
        {app}
      </span>
    ),
    sort: (left, right) => compareNames(left.app, right.app),
  },
  {
    id: 'action',
    header: 'Action',
    width: 'minmax(96px, 140px)',
    cell: ({ action, isDefault }) => (
      <span className="ws-action-name">
        {action}
        {isDefault ? <Badge tone="accent">default</Badge> : null}
      </span>
    ),
    sort: (left, right) => compareNames(left.action, right.action),
  },
  {
    id: 'extension',
    header: 'Extension',
    width: 'minmax(80px, 112px)',
    cell: ({ extension, progid }) =>
      extension !== null ? (
        <span className="ws-mono">{extension === '' ? '(any)' : `.${extension}`}</span>
      ) : (
        <span className="ws-mono ws-clip" title={`progid ${progid ?? ''}`}>
          {progid ?? '–'}
        </span>
      ),
    sort: (left, right) => compareNames(left.extension ?? left.progid ?? '', right.extension ?? right.progid ?? ''),
  },
  {
    id: 'requires',
    header: 'Requires',
    width: 'minmax(100px, 140px)',
    yields: 3,
    cell: ({ requires }) =>
      requires.length === 0 ? (
        <span className="ws-muted">–</span>
      ) : (
        <span className="ws-clip" title={requires.join(', ')}>
          {requires.join(', ')}
        </span>
      ),
    sort: (left, right) => compareNames(left.requires.join(), right.requires.join()),
    hint: 'What the host must support before the action may be offered',
  },
  {
    id: 'zone',
    header: 'Zone',
    width: 104,
    yields: 2,
    cell: ({ zone }) => <span className="ws-muted">{zone}</span>,
    sort: (left, right) => compareNames(left.zone, right.zone),
  },
  {
    id: 'urlsrc',
    header: 'Address template',
    width: 'minmax(160px, 2fr)',
    yields: 1,
    cell: ({ urlsrc }) => (
      <span className="ws-mono ws-clip ws-muted" title={urlsrc}>
        {urlsrc}
      </span>
    ),
  },
];

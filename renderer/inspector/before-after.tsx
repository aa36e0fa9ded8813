import type { ReactNode } from 'react';
import type { ExchangeDetail, FileMoment, TokenRow } from '../../preload/contract.ts';
import { useSource } from '../captures/source.ts';
import { useTokens } from '../state/tokens.ts';
import { Card } from '../ui/fields.tsx';
import { formatBytes, formatSpan, formatTime, NONE } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import './before-after.css';

interface MomentFact {
  label: string;
  read: (moment: FileMoment) => string;
}

const momentFacts: readonly MomentFact[] = [
  { label: 'Lock', read: ({ lockId }) => lockId ?? 'none' },
  { label: 'Lock until', read: ({ lockExpiresAt }) => formatTime(lockExpiresAt) },
  { label: 'Version', read: ({ version }) => version ?? NONE },
  { label: 'Size', read: ({ size }) => (size === null ? NONE : formatBytes(size)) },
];

/** The file before and after the request, and the token it came with; what changed stands out. */
export function BeforeAfter({ detail }: { detail: ExchangeDetail }): ReactNode {
  const { before, after, tokenId, at, durationMs } = detail;
  // The tokens of a recording are not those of this host, whatever they are called.
  const isRecorded = useSource() !== null;
  const token = useTokens(({ byId }) => (tokenId === null || isRecorded ? undefined : byId.get(tokenId)));
  if (!before && !after && !token) return null;
  return (
    <Card title="Before and after">
      <table className="ws-moments">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {before || after
            ? momentFacts.map(({ label, read }) => (
                <Line key={label} label={label} from={before && read(before)} to={after && read(after)} />
              ))
            : null}
          {token ? (
            <Line label="Token" from={tokenLeft(token, at)} to={tokenLeft(token, at + (durationMs ?? 0))} />
          ) : null}
        </tbody>
      </table>
    </Card>
  );
}

function tokenLeft({ personName, canWrite, expiresAt }: TokenRow, at: number): string {
  const left = expiresAt - at;
  const rights = canWrite ? 'edit' : 'read';
  return `${personName}, ${rights}, ${left <= 0 ? 'expired' : `${formatSpan(left)} left`}`;
}

function Line({ label, from, to }: { label: string; from: string | null; to: string | null }): ReactNode {
  const isChanged = from !== null && to !== null && from !== to;
  return (
    <tr data-changed={isChanged || undefined}>
      <th scope="row">{label}</th>
      {isChanged ? (
        <>
          <Cell text={from} />
          <Cell text={to} isNew />
        </>
      ) : (
        <td className="ws-mono" colSpan={2}>
          <Shown text={to ?? from ?? NONE} />
          {from !== null && to !== null ? <span className="ws-muted"> unchanged</span> : null}
        </td>
      )}
    </tr>
  );
}

function Cell({ text, isNew = false }: { text: string; isNew?: boolean }): ReactNode {
  const shown = <Shown text={text} />;
  return <td className="ws-mono">{isNew ? <mark>{shown}</mark> : shown}</td>;
}

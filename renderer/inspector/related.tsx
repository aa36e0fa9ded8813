import type { ReactNode } from 'react';
import type { ExchangeDetail, RelatedGroup } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLinkParam } from '../shell/location.ts';
import { useLoaded } from '../state/loaded.ts';
import { Card } from '../ui/fields.tsx';
import { formatCount } from '../ui/format.ts';
import { Mono } from '../ui/mono.tsx';
import { writtenOut } from '../ui/visible.ts';
import { writeCondition } from '../../preload/filter/write.ts';
import './related.css';

interface KindWords {
  label: string;
  /** The field of the filter that shows all of them; what has none is walked one by one. */
  field: string | null;
}

const kinds: Record<RelatedGroup['kind'], KindWords> = {
  session: { label: 'Same session', field: 'session' },
  lock: { label: 'Same lock', field: 'lock' },
  correlation: { label: 'Same correlation', field: 'correlation' },
  token: { label: 'Same token', field: 'token' },
  version: { label: 'Same version', field: null },
};

interface RelatedProps {
  detail: ExchangeDetail;
  onFilter: (filter: string) => void;
}

/** What a request has in common with others: how many they are, and the way to the one before and after. */
export function Related({ detail, onFilter }: RelatedProps): ReactNode {
  const api = useApi();
  const { id, outcome } = detail;
  const { data } = useLoaded(outcome === 'pending' ? null : `related ${id}`, () => api.listRelated({ id }));
  const groups = data?.groups.filter(({ count }) => count > 1) ?? [];
  if (!data || groups.length === 0) return null;
  return (
    <Card title="Related requests">
      <table className="ws-related">
        <tbody>
          {groups.map((group) => (
            <GroupLine key={group.kind} group={group} onFilter={onFilter} />
          ))}
        </tbody>
      </table>
      <p className="ws-muted">Among the {formatCount(data.searched)} requests before and after this one.</p>
    </Card>
  );
}

function GroupLine({ group, onFilter }: { group: RelatedGroup; onFilter: (filter: string) => void }): ReactNode {
  const [, select] = useLinkParam('x');
  const { kind, value, count, position, previousId, nextId } = group;
  const { label, field } = kinds[kind];
  const step = (id: number | null, words: string, sign: string): ReactNode => (
    <button
      type="button"
      className="ws-step"
      aria-label={`${words} of the ${label.toLowerCase()}`}
      title={`${words} of the ${label.toLowerCase()}`}
      disabled={id === null}
      onClick={() => id !== null && select(String(id))}
    >
      {sign}
    </button>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="ws-clip">
        <Mono short={20}>{writtenOut(value)}</Mono>
      </td>
      <td className="ws-mono">
        {formatCount(position)} of{' '}
        {field === null ? (
          formatCount(count)
        ) : (
          <button
            type="button"
            className="ws-link"
            title={writtenOut(`Show only requests with ${field}: ${value}`)}
            onClick={() => onFilter(writeCondition(field, value))}
          >
            {formatCount(count)}
          </button>
        )}
      </td>
      <td>
        {step(previousId, 'Previous', '‹')}
        {step(nextId, 'Next', '›')}
      </td>
    </tr>
  );
}

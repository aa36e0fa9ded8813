import type { ReactNode } from 'react';
import { plural } from '../ui/format.ts';

const HEIGHT = 16;

/** How findings are spread over the time that is kept, oldest left. */
export function Trend({ counts }: { counts: readonly number[] }): ReactNode {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const last = counts.slice(-Math.ceil(counts.length / 4)).reduce((sum, count) => sum + count, 0);
  const words = `${plural(total, 'finding')} in the kept traffic, ${last} of them in its last quarter`;
  return (
    <span className="ws-trend" role="img" aria-label={words} title={words}>
      {counts.map((count, index) => (
        <span
          key={index}
          data-some={count > 0 ? '' : undefined}
          style={{ height: count === 0 ? 1 : Math.max(3, Math.round((count / most) * HEIGHT)) }}
        />
      ))}
    </span>
  );
}

import { useMemo, type ReactNode } from 'react';
import { tellMoment } from '../inspector/moments.ts';
import { plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { momentsIn } from './times.ts';

/** Times that a JSON body tells as numbers or ISO text, in words. */
export function TimesIn({ text, requestAt }: { text: string; requestAt: number }): ReactNode {
  const moments = useMemo(() => momentsIn(text), [text]);
  if (moments.length === 0) return null;
  return (
    <details className="ws-times">
      <summary>{plural(moments.length, 'time')} in this body</summary>
      <dl>
        {moments.map((moment, index) => (
          // The same name may come more than once, and the order is fixed.
          <div key={`${index} ${moment.path}`}>
            <dt className="ws-mono">
              <Shown text={moment.path} />
            </dt>
            <dd>{tellMoment(moment, requestAt)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

import { useMemo, type ReactNode } from 'react';
import { plural } from '../ui/format.ts';
import { Shown } from '../ui/shown.tsx';
import { safe } from './file-name.ts';
import type { OfficePart, Relationship } from './office.ts';
import { bytesAtHand } from './source.ts';
import type { UnpackedPart } from './zip-part.ts';
import type { ViewProps } from './view-props.ts';

interface PartViewProps extends Pick<ViewProps, 'requestAt' | 'inner'> {
  part: OfficePart;
  parts: readonly OfficePart[];
  opened: UnpackedPart & { relationships: readonly Relationship[] };
  onChoose: (name: string) => void;
}

/** A part that was unpacked: what it refers to, and its content. */
export function PartView({ part, parts, opened, requestAt, inner: Inner, onChoose }: PartViewProps): ReactNode {
  const source = useMemo(() => bytesAtHand(opened.bytes), [opened.bytes]);
  const { relationships, notice } = opened;
  return (
    <>
      {notice === null ? null : (
        <p className="ws-banner" data-tone="warning">
          {notice}
        </p>
      )}
      {relationships.length === 0 ? null : (
        <details className="ws-times">
          <summary>{plural(relationships.length, 'relationship')} of this part</summary>
          <dl>
            {relationships.map((relationship, index) => (
              // Ids should differ, and broken documents repeat them.
              <div key={`${index} ${relationship.id}`}>
                <dt title={relationship.type}>
                  <Shown text={relationship.kind} />
                </dt>
                <dd className="ws-mono">
                  <Target {...relationship} parts={parts} onChoose={onChoose} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <Inner
        source={source}
        contentType={part.contentType ?? (/\.(?:xml|rels)$/i.test(part.name) ? 'application/xml' : null)}
        fileName={safe(part.name.split('/').at(-1) ?? 'part')}
        requestAt={requestAt}
      />
    </>
  );
}

interface TargetProps extends Relationship {
  parts: readonly OfficePart[];
  onChoose: (name: string) => void;
}

/** Addresses outside of the document are shown, never followed. */
function Target({ part, target, parts, onChoose }: TargetProps): ReactNode {
  const found = parts.find(({ name }) => part !== null && name.toLowerCase() === part.toLowerCase());
  if (found) {
    return (
      <button type="button" className="ws-link" onClick={() => onChoose(found.name)}>
        <Shown text={found.name} />
      </button>
    );
  }
  return (
    <>
      <Shown text={target} /> <span className="ws-muted">{part === null ? 'outside' : 'missing'}</span>
    </>
  );
}

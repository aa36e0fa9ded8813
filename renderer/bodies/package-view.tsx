import { useMemo, useState, type ReactNode } from 'react';
import { useLoaded } from '../state/loaded.ts';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { formatBytes, plural } from '../ui/format.ts';
import { openPackage, readRelationships, relationshipsNameOf, type OfficePackage, type OfficePart } from './office.ts';
import { PartTree } from './part-tree.tsx';
import { PartView } from './part-view.tsx';
import { treeOf } from './part-lines.ts';
import { unpackPart } from './zip-part.ts';
import type { ViewProps } from './view-props.ts';

/** An Office document as what it is: an archive of parts, each with a type and relationships. Loaded when opened. */
export function PackageView({ source, requestAt, inner }: ViewProps): ReactNode {
  const { data, problem } = useLoaded('package', () => openPackage(source));
  if (problem !== null) return <Problem title="The package is not opened" message={problem} />;
  if (!data) return <Loading what="the list of parts" />;
  return <Package source={source} content={data} requestAt={requestAt} inner={inner} />;
}

interface PackageProps extends Pick<ViewProps, 'source' | 'requestAt' | 'inner'> {
  content: OfficePackage;
}

function Package({ source, content, requestAt, inner }: PackageProps): ReactNode {
  const { kind, parts, size, notices } = content;
  const lines = useMemo(() => treeOf(parts), [parts]);
  const [chosen, choose] = useState<string | null>(() => firstOf(parts));
  const part = parts.find(({ name }) => name === chosen);
  return (
    <div className="ws-parts-frame">
      {notices.map((notice) => (
        <p key={notice} className="ws-banner" data-tone="warning">
          {notice}
        </p>
      ))}
      <p className="ws-parts-words">
        {kind ?? 'Archive'}: {plural(parts.length, 'part')}, {formatBytes(size)} unpacked
      </p>
      <PartTree lines={lines} chosen={chosen} onChoose={choose} />
      {part ? (
        <ChosenPart
          key={part.name}
          source={source}
          part={part}
          parts={parts}
          requestAt={requestAt}
          inner={inner}
          onChoose={choose}
        />
      ) : (
        <Empty title="Choose a part to look into it" />
      )}
    </div>
  );
}

/** The document itself, where it is one. */
function firstOf(parts: readonly OfficePart[]): string | null {
  return parts.find(({ contentType }) => contentType?.endsWith('main+xml') === true)?.name ?? parts[0]?.name ?? null;
}

interface ChosenPartProps extends Pick<ViewProps, 'source' | 'requestAt' | 'inner'> {
  part: OfficePart;
  parts: readonly OfficePart[];
  onChoose: (name: string) => void;
}

function ChosenPart({ source, part, parts, requestAt, inner, onChoose }: ChosenPartProps): ReactNode {
  const { data, problem } = useLoaded(part.name, async () => {
    const unpacked = await unpackPart(source, part);
    const own = parts.find(({ name }) => name === relationshipsNameOf(part.name));
    const text = own ? new TextDecoder().decode((await unpackPart(source, own)).bytes) : '';
    return { ...unpacked, relationships: readRelationships(text, part.name) };
  });
  if (problem !== null) return <Problem title="This part is not opened" message={problem} />;
  if (!data) return <Loading what={part.name} />;
  return <PartView part={part} parts={parts} opened={data} requestAt={requestAt} inner={inner} onChoose={onChoose} />;
}

import { useState, type ReactNode } from 'react';
import { Button, Checkbox } from '@fluentui/react-components';
import type { FileRow } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { PersonSelect } from '../tokens/person-select.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { noteFor } from './file-info-notes.ts';

/** CheckFileInfo as this person's editor would receive it, property by property. */
export function FileInfoPreview({ file }: { file: FileRow }): ReactNode {
  const api = useApi();
  const people = usePeople((state) => state.people);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isExplained, setExplained] = useState(true);
  const person = people.find(({ id }) => id === chosen) ?? people[0];
  const key = person ? [file.id, file.version, file.name, person.id, JSON.stringify(person.rights)].join(' ') : null;
  const { data, problem, isLoading, reload } = useLoaded(key, () =>
    api.previewFileInfo({ fileId: file.id, personId: person?.id ?? '' }),
  );

  return (
    <div className="ws-file-info">
      <div className="ws-file-info-bar">
        <PersonSelect label="As sent to" personId={person?.id ?? null} onPick={setChosen} />
        <Checkbox
          label="Explain"
          checked={isExplained}
          onChange={(_event, { checked }) => setExplained(checked === true)}
        />
        {data === null ? null : (
          <CopyButton text={JSON.stringify(data, null, 2)} what="CheckFileInfo as JSON" label="Copy" />
        )}
      </div>
      {data !== null ? (
        <FileInfoTable info={data} isExplained={isExplained} />
      ) : problem === null && isLoading ? (
        <Loading what="CheckFileInfo" />
      ) : (
        <Problem
          title="CheckFileInfo could not be made"
          message={problem ?? 'There is nobody to send it to. Add a person first.'}
          actions={problem === null ? undefined : <Button onClick={reload}>Try again</Button>}
        />
      )}
    </div>
  );
}

function FileInfoTable({ info, isExplained }: { info: Record<string, unknown>; isExplained: boolean }): ReactNode {
  return (
    <dl className="ws-file-info-list" aria-label="CheckFileInfo">
      {Object.entries(info).map(([name, value]) => (
        <div key={name} className="ws-file-info-row">
          <dt className="ws-mono">{name}</dt>
          <dd>
            <code className="ws-mono" data-type={typeof value}>
              {JSON.stringify(value)}
            </code>
            {isExplained && noteFor(name) !== null ? <span className="ws-file-info-note">{noteFor(name)}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

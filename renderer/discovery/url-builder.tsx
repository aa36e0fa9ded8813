import { useMemo, useState, type ReactNode } from 'react';
import { Button, Field, Input } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons/svg/open';
import type { ActionUrlReading, FileRow, Person, PlaceholderReading } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FilePicker } from '../files/file-picker.tsx';
import { LaunchOutcome, useLaunch } from '../files/launch.tsx';
import { extensionOf } from '../files/names.ts';
import { useFiles } from '../files/use-files.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { PersonSelect } from '../tokens/person-select.tsx';
import { Badge, Kbd, type Tone } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Card } from '../ui/fields.tsx';
import { formatCount } from '../ui/format.ts';
import type { ActionEntry } from './columns.tsx';

/** Longer addresses break in browsers and servers (specification: about 2,000, limit 2,048). */
const LONGEST_URL = 2_048;

/** The action address as the host page would frame it, with the fate of every placeholder. */
export function UrlBuilder({ sourceId, entry }: { sourceId: string; entry: ActionEntry }): ReactNode {
  const api = useApi();
  const { files, byId } = useFiles();
  const people = usePeople((state) => state.people);
  const [picked, setPicked] = useState<string | null>(null);
  const [pickedPerson, setPickedPerson] = useState<string | null>(null);
  const [uiLanguage, setUiLanguage] = useState(() => navigator.language);
  const fitting = useMemo(() => files.find((file) => isFor(file, entry)), [files, entry]);
  const file = (picked === null ? undefined : byId.get(picked)) ?? fitting;
  const person = people.find(({ id }) => id === pickedPerson) ?? people[0];
  const fileId = file?.id ?? '';
  const key = file ? [entry.urlsrc, fileId, uiLanguage].join('\n') : null;
  const { data, problem } = useLoaded(key, () => api.buildActionUrl({ urlsrc: entry.urlsrc, fileId, uiLanguage }));

  return (
    <Card title="Built address">
      <div className="ws-builder">
        <FilePicker
          label="File"
          fileId={file?.id ?? null}
          onPick={setPicked}
          hint={file && !isFor(file, entry) ? `The action is meant for .${entry.extension ?? ''} files.` : undefined}
        />
        <Field label="Language" hint="As in de-DE; fills UI_LLCC and DC_LLCC.">
          <Input
            size="small"
            value={uiLanguage}
            spellCheck={false}
            onChange={(_event, { value }) => setUiLanguage(value)}
          />
        </Field>
        <PersonSelect label="Launch as" personId={person?.id ?? null} onPick={setPickedPerson} />
      </div>
      {file === undefined ? (
        <p className="ws-form-note">
          No shared file has the extension .{entry.extension ?? ''}. Choose any file to see the address.
        </p>
      ) : null}
      {problem === null ? null : (
        <p className="ws-err" role="alert">
          {problem}
        </p>
      )}
      {data === null || problem !== null ? null : <Built reading={data} />}
      {file && person ? <LaunchButton sourceId={sourceId} entry={entry} fileId={file.id} person={person} /> : null}
    </Card>
  );
}

function isFor(file: FileRow, { extension }: ActionEntry): boolean {
  return extension !== null && extensionOf(file.name) === extension.toLowerCase();
}

function Built({ reading: { url, placeholders, warnings } }: { reading: ActionUrlReading }): ReactNode {
  const isLong = url.length > LONGEST_URL;
  return (
    <div className="ws-built">
      <div className="ws-built-url">
        <code className="ws-mono">{url}</code>
        <CopyButton text={url} what="action URL" />
      </div>
      <div className="ws-built-length" data-long={isLong}>
        <meter
          min={0}
          max={LONGEST_URL}
          high={2_000}
          value={Math.min(url.length, LONGEST_URL)}
          aria-label="Length of the address"
        />
        <span className="ws-mono">
          {formatCount(url.length)} of {formatCount(LONGEST_URL)} characters
        </span>
      </div>
      {warnings.length === 0 ? null : (
        <ul className="ws-warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {placeholders.length === 0 ? (
        <p className="ws-form-note">The template has no placeholders; WOPISrc was appended.</p>
      ) : (
        <ul className="ws-placeholders" aria-label="Placeholders">
          {placeholders.map((placeholder) => (
            <Placeholder key={`${placeholder.parameter}=${placeholder.token}`} placeholder={placeholder} />
          ))}
        </ul>
      )}
    </div>
  );
}

const FATES: Record<PlaceholderReading['outcome'], Tone> = { filled: 'ok', kept: 'accent', dropped: 'neutral' };

function Placeholder({
  placeholder: { token, parameter, outcome, value, why },
}: {
  placeholder: PlaceholderReading;
}): ReactNode {
  return (
    <li>
      <span className="ws-placeholder-head">
        <span className="ws-mono">
          {parameter}={token}
        </span>
        <Badge tone={FATES[outcome]}>{outcome}</Badge>
      </span>
      <span className="ws-placeholder-value">
        {value === null ? null : <span className="ws-mono">{value}</span>} <span className="ws-muted">{why}</span>
      </span>
    </li>
  );
}

interface LaunchProps {
  sourceId: string;
  entry: ActionEntry;
  fileId: string;
  person: Person;
}

function LaunchButton({ sourceId, entry: { app, action }, fileId, person }: LaunchProps): ReactNode {
  const { isBusy, outcome, launch } = useLaunch();
  const open = (): void => void launch({ fileId, sourceId, app, action }, person);
  useShortcuts('Built address', [{ keys: 'o', label: 'Open the file with this action', run: open }]);
  return (
    <div className="ws-launch">
      <Button
        size="small"
        appearance="primary"
        icon={<Open16Regular />}
        disabledFocusable={isBusy}
        aria-keyshortcuts="o"
        onClick={open}
      >
        Launch <Kbd>o</Kbd>
      </Button>
      <LaunchOutcome outcome={outcome} />
    </div>
  );
}

import { useState, type ReactNode } from 'react';
import { Button, Field, Select } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons/svg/open';
import type { FileRow, LaunchChoice } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { useSources } from '../state/discovery.ts';
import { PersonSelect } from '../tokens/person-select.tsx';
import { Kbd } from '../ui/badge.tsx';
import { explainAction, preferredChoice, rememberChoice } from './launch-choice.ts';
import { LaunchOutcome, useLaunch } from './launch.tsx';

/** Opens the file in an editor as one of the people. */
export function OpenWith({ file }: { file: FileRow }): ReactNode {
  const api = useApi();
  // A source that was added or refreshed may open more kinds of file.
  const sources = useSources((state) => state.sources);
  const { data: choices, problem } = useLoaded(`${file.id} ${file.name} ${sourcesKey(sources)}`, () =>
    api.listLaunchChoices({ fileId: file.id }),
  );
  if (problem !== null) return <p className="ws-err">{problem}</p>;
  if (choices === null) return <p className="ws-muted">Looking for editors that open this file …</p>;
  if (choices.length === 0) {
    return (
      <p className="ws-muted">
        No editor offers to open files like this one.{' '}
        <a className="ws-link" href="#/discovery">
          Discovery
        </a>{' '}
        shows what each editor can open, and where to add another.
      </p>
    );
  }
  return <Launcher key={file.id} file={file} choices={choices} />;
}

function sourcesKey(sources: readonly { id: string; loadedAt: number | null }[]): string {
  return sources.map(({ id, loadedAt }) => `${id}@${loadedAt ?? 0}`).join(' ');
}

function Launcher({ file, choices }: { file: FileRow; choices: readonly LaunchChoice[] }): ReactNode {
  const people = usePeople((state) => state.people);
  const [chosen, setChosen] = useState(() => preferredChoice(choices, file.size));
  const [personId, setPersonId] = useState<string | null>(null);
  const { isBusy, outcome, launch } = useLaunch();
  const person = people.find(({ id }) => id === personId) ?? people[0];

  const editors = [...new Map(choices.map((choice) => [editorKey(choice), choice])).values()];
  const current = choices.find((choice) => isSame(choice, chosen)) ?? preferredChoice(choices, file.size);
  const actions = choices.filter((choice) => current !== null && editorKey(choice) === editorKey(current));

  async function open(): Promise<void> {
    if (!current || !person) return;
    const { sourceId, app, action } = current;
    if (await launch({ fileId: file.id, sourceId, app, action }, person)) rememberChoice(current);
  }
  useShortcuts('Selected file', [{ keys: 'o', label: 'Open it in the chosen editor', run: () => void open() }]);

  return (
    <div className="ws-open-with">
      <Field label="Editor">
        <Select
          size="small"
          value={current ? editorKey(current) : ''}
          onChange={(_event, { value }) => {
            const ofEditor = choices.filter((choice) => editorKey(choice) === value);
            setChosen(
              ofEditor.find(({ action }) => action === current?.action) ?? preferredChoice(ofEditor, file.size),
            );
          }}
        >
          {editors.map((choice) => (
            <option key={editorKey(choice)} value={editorKey(choice)}>
              {choice.app === choice.sourceName ? choice.app : `${choice.sourceName} · ${choice.app}`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Action" hint={current ? explainAction(current.action) : undefined}>
        <Select
          size="small"
          value={current?.action ?? ''}
          onChange={(_event, { value }) => setChosen(actions.find(({ action }) => action === value) ?? null)}
        >
          {actions.map(({ action }) => (
            <option key={action}>{action}</option>
          ))}
        </Select>
      </Field>
      <PersonSelect label="As" personId={person?.id ?? null} onPick={setPersonId} />
      <Button
        appearance="primary"
        icon={<Open16Regular />}
        disabled={!current || !person}
        disabledFocusable={isBusy}
        aria-keyshortcuts="o"
        onClick={() => void open()}
      >
        {isBusy ? 'Opening …' : 'Open'} <Kbd>o</Kbd>
      </Button>
      <LaunchOutcome outcome={outcome} />
    </div>
  );
}

function editorKey({ sourceId, app }: LaunchChoice): string {
  return `${sourceId}/${app}`;
}

function isSame(left: LaunchChoice, right: LaunchChoice | null): boolean {
  return right !== null && editorKey(left) === editorKey(right) && left.action === right.action;
}

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons/svg/open';
import { Sparkle16Regular } from '@fluentui/react-icons/svg/sparkle';
import type { FileRow, LaunchChoice } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { FileName } from '../files/file-icon.tsx';
import { LaunchOutcome, useLaunch } from '../files/launch.tsx';
import { preferredChoice } from '../files/launch-choice.ts';
import { useFiles } from '../files/use-files.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useSources } from '../state/discovery.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { Kbd, OperationName } from '../ui/badge.tsx';
import { fail, say } from '../ui/toasts.tsx';
import { firstFiles } from './first-file.ts';
import '../files/files.css';
import '../ui/detail.css';
import './welcome.css';

/** What to do on the first day, in three steps; stands where the traffic will be. */
export function Steps(): ReactNode {
  const api = useApi();
  const { files, status, problem } = useFiles();
  const offered = firstFiles(files);
  const [picked, setPicked] = useState<string | null>(null);
  const file = offered.find(({ id }) => id === picked) ?? offered[0];
  const [hasOpened, setOpened] = useState(false);
  useDoneAfterwards(hasOpened);

  async function addSamples(): Promise<void> {
    try {
      await api.addSamples();
    } catch (error) {
      fail(error);
    }
  }
  async function dismiss(): Promise<void> {
    try {
      await api.updateSettings({ isWelcomeDone: true });
    } catch (error) {
      fail(error);
    }
  }

  return (
    <section className="ws-welcome" aria-labelledby="welcome-title">
      <div className="ws-welcome-head">
        <h2 id="welcome-title">Your folder is a WOPI host now. See it work in three steps.</h2>
        <Button size="small" onClick={() => void dismiss()}>
          Dismiss these steps
        </Button>
      </div>
      <ol className="ws-steps">
        <li data-done={hasOpened}>
          <h3>Pick a document</h3>
          {file ? (
            <RadioGroup aria-label="Document" value={file.id} onChange={(_event, { value }) => setPicked(value)}>
              {offered.map((each) => (
                <Radio key={each.id} value={each.id} label={<FileName name={each.name} />} />
              ))}
            </RadioGroup>
          ) : status === 'failed' ? (
            <p className="ws-err">{problem}</p>
          ) : status === 'loaded' ? (
            <>
              <p className="ws-muted">The folder has no document to begin with.</p>
              <Button size="small" appearance="primary" icon={<Sparkle16Regular />} onClick={() => void addSamples()}>
                Add sample documents
              </Button>
            </>
          ) : (
            <p className="ws-muted">Reading the folder …</p>
          )}
        </li>
        <li data-done={hasOpened}>
          <h3>Open it as its owner</h3>
          {file ? (
            <OpenStep key={file.id} file={file} onOpened={() => setOpened(true)} />
          ) : (
            <p className="ws-muted">First a document.</p>
          )}
        </li>
        <li>
          <h3>Watch the traffic</h3>
          <p>
            Every request appears here as it happens: <OperationName operation="CheckFileInfo" /> and{' '}
            <OperationName operation="GetFile" /> when it opens, <OperationName operation="Lock" /> when you type,{' '}
            <OperationName operation="PutFile" /> when it saves, <OperationName operation="Unlock" /> when you close it.
            Choose one to read what it asked and why it was answered so.
          </p>
          {hasOpened ? (
            <p role="status" className="ws-ok">
              Waiting for the first request of the editor …
            </p>
          ) : null}
        </li>
      </ol>
      <p className="ws-muted">
        Your own editor instead? Add its address under{' '}
        <a className="ws-link" href="#/discovery">
          Discovery
        </a>
        , and the public URL under{' '}
        <a className="ws-link" href="#/settings">
          Settings
        </a>
        .
      </p>
    </section>
  );
}

function OpenStep({ file, onOpened }: { file: FileRow; onOpened(): void }): ReactNode {
  const api = useApi();
  const people = usePeople((state) => state.people);
  const sources = useSources((state) => state.sources);
  const own = sources.find(({ kind }) => kind === 'editor');
  const { data, problem } = useLoaded(`${file.id} ${own?.loadedAt ?? ''}`, () =>
    api.listLaunchChoices({ fileId: file.id }),
  );
  const { isBusy, outcome, launch } = useLaunch();
  const owner = people.find(({ role }) => role === 'owner') ?? people[0];
  const choice = data === null ? null : ownChoice(data, own?.id, file.size);

  async function open(): Promise<void> {
    if (!choice || !owner) return;
    const { sourceId, app, action } = choice;
    if (!(await launch({ fileId: file.id, sourceId, app, action }, owner))) return;
    say(`${file.name} is open in ${choice.sourceName}.`);
    onOpened();
  }
  useShortcuts('First steps', [{ keys: 'o', label: 'Open the picked document', run: () => void open() }]);

  if (problem !== null) return <p className="ws-err">{problem}</p>;
  if (data !== null && choice === null) return <p className="ws-muted">No editor opens this document; pick another.</p>;
  return (
    <>
      <p>
        {owner ? `${owner.name} edits it in the Sandbox Editor` : 'It opens in the Sandbox Editor'}, a WOPI client that
        comes with this app and behaves like an Office server.
      </p>
      <Button
        appearance="primary"
        icon={<Open16Regular />}
        disabled={choice === null || !owner}
        disabledFocusable={isBusy}
        aria-keyshortcuts="o"
        onClick={() => void open()}
      >
        Open {file.name.length > 28 ? 'it' : file.name} <Kbd>o</Kbd>
      </Button>
      <LaunchOutcome outcome={outcome} />
    </>
  );
}

function ownChoice(choices: readonly LaunchChoice[], ownId: string | undefined, size: number): LaunchChoice | null {
  const own = choices.filter(({ sourceId }) => sourceId === ownId);
  return preferredChoice(own.length > 0 ? own : choices, size);
}

/** Who opened a document knows the way: the steps do not come back when the traffic is cleared. */
function useDoneAfterwards(hasOpened: boolean): void {
  const api = useApi();
  const opened = useRef(hasOpened);
  useEffect(() => {
    opened.current = hasOpened;
  }, [hasOpened]);
  useEffect(
    () => () => {
      if (opened.current) api.updateSettings({ isWelcomeDone: true }).catch(fail);
    },
    [api],
  );
}

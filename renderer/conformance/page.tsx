import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons/svg/add';
import { go, linkTo, useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Kbd } from '../ui/badge.tsx';
import { Loading, Problem } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { DifferenceView } from './difference-view.tsx';
import { History } from './history.tsx';
import { RunView } from './run-view.tsx';
import { StartForm } from './start-form.tsx';
import { useRuns } from './use-runs.ts';
import '../files/files.css';
import '../ui/detail.css';
import './conformance.css';

const ROOM = '/conformance';
const NEW = 'new';

export function ConformancePage(): ReactNode {
  const { data: runs, problem, reload } = useRuns();
  const [runParam] = useLinkParam('run');
  const [againstParam] = useLinkParam('against');
  const open = (run: string, against: string | null = null): void => go(linkTo(ROOM, { run, against }));
  const startNew = (): void => open(NEW);
  useShortcuts('Conformance', [{ keys: 'n', label: 'New run', run: startNew }]);

  const isNew = runParam === NEW || runs?.length === 0;
  const run = isNew ? undefined : runParam === null ? runs?.[0] : runs?.find(({ id }) => String(id) === runParam);
  const against = runs?.find(({ id }) => String(id) === againstParam && id !== run?.id);
  const newButton = (
    <Button
      size="small"
      appearance={isNew ? 'secondary' : 'primary'}
      icon={<Add16Regular />}
      aria-keyshortcuts="n"
      onClick={startNew}
    >
      New run <Kbd>n</Kbd>
    </Button>
  );

  function content(): ReactNode {
    if (runs === null) {
      if (problem === null) return <Loading what="runs" />;
      return (
        <Problem
          title="The runs cannot be shown"
          message={problem}
          actions={<Button onClick={reload}>Try again</Button>}
        />
      );
    }
    if (isNew) {
      const going = runs.find(({ state }) => state === 'running');
      return <StartForm isFirst={runs.length === 0} going={going} onStarted={({ id }) => open(String(id))} />;
    }
    if (!run) {
      return (
        <Problem
          title="This run is not kept any more"
          message="The oldest runs make room for new ones. Choose another one of the history, or run the cases again."
          actions={newButton}
        />
      );
    }
    if (against) return <DifferenceView before={against} after={run} onClose={() => open(String(run.id))} />;
    return <RunView key={run.id} run={run} runs={runs} onCompare={(other) => open(String(run.id), String(other))} />;
  }

  return (
    <Page
      title="Conformance"
      explanation="What a host does, judged by Microsoft's own cases and by ours for their blind spots."
      actions={newButton}
    >
      <div className="ws-conformance" data-bare={runs === null || runs.length === 0}>
        {runs === null || runs.length === 0 ? null : (
          <History runs={runs} runId={run?.id ?? null} onPick={(id) => open(String(id))} />
        )}
        {content()}
      </div>
    </Page>
  );
}

import { useState, type ReactNode } from 'react';
import type { AdminApi, LaunchResult, Person } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { Countdown } from '../ui/countdown.tsx';
import { openTab } from './open-tab.ts';

type Wish = Omit<Parameters<AdminApi['launch']>[0], 'personId'>;

type Outcome =
  | { kind: 'opened'; text: string }
  | { kind: 'blocked'; result: LaunchResult }
  | { kind: 'refused'; problem: string };

interface Launching {
  isBusy: boolean;
  outcome: Outcome | null;
  /** True when the page is open. */
  launch(wish: Wish, person: Person): Promise<boolean>;
}

/** Opens a host page: in the system browser where the host can, otherwise in a new tab. */
export function useLaunch(): Launching {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function launch(wish: Wish, person: Person): Promise<boolean> {
    if (isBusy) return false;
    setBusy(true);
    setOutcome(null);
    try {
      const result = await api.launch({ ...wish, personId: person.id });
      const isOpen = result.opened || openTab(result.pageUrl);
      const where = result.opened ? 'in the browser' : 'in a new tab';
      setOutcome(isOpen ? { kind: 'opened', text: `Opened ${where} as ${person.name}.` } : { kind: 'blocked', result });
      return isOpen;
    } catch (error) {
      setOutcome({ kind: 'refused', problem: messageOf(error) });
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { isBusy, outcome, launch };
}

/** What came of it; keeps its line free, so that nothing jumps. */
export function LaunchOutcome({ outcome }: { outcome: Outcome | null }): ReactNode {
  return (
    <div className="ws-launch-outcome" role="status">
      {outcome === null ? null : <Words outcome={outcome} />}
    </div>
  );
}

function Words({ outcome }: { outcome: Outcome }): ReactNode {
  if (outcome.kind === 'opened') return <span className="ws-ok">{outcome.text}</span>;
  if (outcome.kind === 'refused') return <span className="ws-err">{outcome.problem}</span>;
  const { pageUrl, ticketExpiresAt } = outcome.result;
  return (
    <span className="ws-warn">
      The browser blocked the new tab.{' '}
      <a className="ws-link" href={pageUrl} target="_blank" rel="noopener noreferrer">
        Open it here
      </a>{' '}
      <span className="ws-nowrap">
        (good once, <Countdown until={ticketExpiresAt} />)
      </span>
    </span>
  );
}

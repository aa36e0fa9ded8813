import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { Send16Regular } from '@fluentui/react-icons/svg/send';
import type { ExchangeDetail } from '../../preload/contract.ts';
import { useApi } from '../api/client.ts';
import { go, linkTo, useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useLoaded } from '../state/loaded.ts';
import { Kbd } from '../ui/badge.tsx';
import { CopyMenu } from './copy/copy-menu.tsx';
import { StepResult } from './step-result.tsx';
import { sentenceOf } from './step-words.ts';
import { copiesOf, dismissResult, resendAsRecorded, resendKey, useResends } from './use-resends.ts';
import './step-result.css';
import './exchange-actions.css';

const ResendDialog = lazy(() => import('./resend-dialog.tsx').then((module) => ({ default: module.ResendDialog })));
const ReplayDialog = lazy(() => import('./replay-dialog.tsx').then((module) => ({ default: module.ReplayDialog })));

/** What can be done with the request that is looked at, below its details. */
export function ExchangeActions({ detail }: { detail: ExchangeDetail }): ReactNode {
  const { id, sessionId, outcome } = detail;
  const api = useApi();
  const [open, setOpen] = useState<'edit' | 'replay' | null>(null);
  const [source] = useLinkParam('source');
  const key = resendKey(id, source);
  const isBusy = useResends(({ results }) => results.get(key)?.isBusy ?? false);
  const isRunning = outcome === 'pending';
  const resend = (): void => {
    if (!isRunning) void resendAsRecorded(api, id, key);
  };
  const edit = (): void => {
    if (!isRunning) setOpen('edit');
  };
  useShortcuts('Traffic: the chosen request', [
    { keys: 'r', label: 'Resend it', run: resend },
    { keys: 'e', label: 'Edit and resend', run: edit },
  ]);
  return (
    <div className="ws-exchange-foot" role="group" aria-label="Actions">
      <Relatives detail={detail} />
      <div className="ws-exchange-actions">
        <Button
          size="small"
          appearance="primary"
          icon={<Send16Regular />}
          disabled={isRunning}
          disabledFocusable={isBusy}
          aria-keyshortcuts="r"
          onClick={resend}
        >
          Resend <Kbd>r</Kbd>
        </Button>
        <Button size="small" disabled={isRunning} aria-keyshortcuts="e" onClick={edit}>
          Edit and resend… <Kbd>e</Kbd>
        </Button>
        <Button
          size="small"
          disabled={sessionId === null}
          title={sessionId === null ? 'The request names no session (X-WOPI-SessionId)' : undefined}
          onClick={() => setOpen('replay')}
        >
          Replay session…
        </Button>
        <CopyMenu exchangeId={id} />
      </div>
      <Suspense>
        {open === 'edit' ? <ResendDialog detail={detail} onClose={() => setOpen(null)} /> : null}
        {open === 'replay' ? (
          <ReplayDialog what={{ kind: 'session', exchangeId: id }} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </div>
  );
}

/** What the last resending led to, and the links between a request and its repetitions. */
function Relatives({ detail }: { detail: ExchangeDetail }): ReactNode {
  const { id, replayOf } = detail;
  const api = useApi();
  const [source] = useLinkParam('source');
  const key = resendKey(id, source);
  const { isBusy = false, step = null, problem = null } = useResends(({ results }) => results.get(key)) ?? {};
  const { data } = useLoaded(source === null ? `copies of ${id}` : null, () => api.listResends({ id }));
  const copies = copiesOf(data, step);
  const [isOpen, setOpen] = useState(false);
  const isTold = step !== null || problem !== null || isBusy;
  if (!isTold && copies.length === 0 && replayOf === undefined) return null;
  return (
    <div className="ws-relatives">
      {isTold ? (
        <p className="ws-relatives-result" role={problem === null ? 'status' : 'alert'} data-tone={toneOf()}>
          <span>{isBusy ? 'Sending …' : (problem ?? (step && `Sent again: ${sentenceOf(step)}`))}</span>
          {step === null || step.differences.length === 0 ? null : (
            <button type="button" className="ws-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? 'Hide' : 'What differs'}
            </button>
          )}
          {isBusy ? null : (
            <Button
              size="small"
              appearance="transparent"
              icon={<Dismiss16Regular />}
              aria-label="Dismiss"
              onClick={() => dismissResult(key)}
            />
          )}
        </p>
      ) : null}
      {isOpen && step !== null ? (
        <div className="ws-relatives-step">
          <StepResult step={step} />
        </div>
      ) : null}
      {replayOf === undefined ? null : (
        <p>
          Repeats <ExchangeLink id={replayOf} isBeside />.
        </p>
      )}
      {copies.length === 0 ? null : (
        <p>
          Repeated by{' '}
          {copies.slice(-MOST_LINKS).map((copy, index) => (
            <span key={copy}>
              {index === 0 ? '' : ', '}
              <ExchangeLink id={copy} />
            </span>
          ))}
          {copies.length > MOST_LINKS ? ` and ${copies.length - MOST_LINKS} before` : ''}.
        </p>
      )}
    </div>
  );

  function toneOf(): string | undefined {
    if (problem !== null) return 'err';
    return step?.state === 'different' ? 'warn' : undefined;
  }
}

const MOST_LINKS = 8;

/** What was sent from here is live traffic; what an exchange repeats lies where it does. */
function ExchangeLink({ id, isBeside = false }: { id: number; isBeside?: boolean }): ReactNode {
  const [, select] = useLinkParam('x');
  const [source] = useLinkParam('source');
  return (
    <button
      type="button"
      className="ws-link ws-mono"
      onClick={() =>
        isBeside || source === null ? select(String(id)) : go(linkTo('/traffic', { x: String(id), source: null }))
      }
    >
      #{id}
    </button>
  );
}

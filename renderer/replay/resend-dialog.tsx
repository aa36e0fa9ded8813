import { useState, type ReactNode } from 'react';
import {
  Button,
  Combobox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Option,
  Select,
} from '@fluentui/react-components';
import { Send16Regular } from '@fluentui/react-icons/svg/send';
import type { ExchangeDetail, ReplayStep, ResendDraft, ResendOptions } from '../../preload/contract.ts';
import { messageOf, useApi } from '../api/client.ts';
import { go, linkTo, useLinkParam } from '../shell/location.ts';
import { useLoaded } from '../state/loaded.ts';
import { usePeople } from '../state/people.ts';
import { Kbd } from '../ui/badge.tsx';
import { Empty, Loading, Problem } from '../ui/empty.tsx';
import { useFocusBack } from '../ui/use-focus-back.ts';
import { BodyField } from './body-field.tsx';
import { editedFrom, toRequest, type EditedRequest } from './edited-request.ts';
import { HeaderTable } from './header-table.tsx';
import { SendOptions } from './send-options.tsx';
import { StepResult } from './step-result.tsx';
import { AS_RECORDED, noteResent, resendKey } from './use-resends.ts';
import './resend-dialog.css';

interface ResendDialogProps {
  detail: ExchangeDetail;
  onClose(): void;
}

/** The recorded request, to be changed and sent as often as wanted; what came back stands beside it. */
export function ResendDialog({ detail, onClose }: ResendDialogProps): ReactNode {
  const { id } = detail;
  const api = useApi();
  useFocusBack();
  const { data, problem, reload } = useLoaded(`draft of ${id}`, () => api.draftResend({ id }));
  return (
    <Dialog open onOpenChange={(_event, { open }) => open || onClose()}>
      <DialogSurface className="ws-resend">
        {data ? (
          <Editor draft={data} onClose={onClose} />
        ) : (
          <DialogBody>
            <DialogTitle>Edit and resend</DialogTitle>
            <DialogContent>
              {problem === null ? (
                <Loading what="the request" />
              ) : (
                <Problem
                  title="This request cannot be edited"
                  message={problem}
                  actions={<Button onClick={reload}>Try again</Button>}
                />
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Close</Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  );
}

const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];

function Editor({ draft, onClose }: { draft: ResendDraft; onClose(): void }): ReactNode {
  const { exchangeId: id } = draft;
  const api = useApi();
  const [source] = useLinkParam('source');
  const [request, setRequest] = useState<EditedRequest>(() => editedFrom(draft));
  const [options, setOptions] = useState<ResendOptions>(AS_RECORDED);
  const [isBusy, setBusy] = useState(false);
  const [step, setStep] = useState<ReplayStep | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const set = (part: Partial<EditedRequest>): void => setRequest({ ...request, ...part });

  async function send(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const answered = await api.resend({ id, options, request: toRequest(request) });
      setStep(answered);
      noteResent(resendKey(id, source), answered);
    } catch (error) {
      setStep(null);
      setProblem(messageOf(error));
    }
    setBusy(false);
  }

  function open(exchange: number, which: 'recorded' | 'new'): void {
    onClose();
    if (which === 'new') go(linkTo('/traffic', { x: String(exchange) }));
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <DialogBody
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
      >
        <DialogTitle>Edit and resend #{id}</DialogTitle>
        <DialogContent className="ws-resend-parts">
          <div className="ws-resend-request">
            <div className="ws-resend-line">
              <Combobox
                size="small"
                freeform
                aria-label="Method"
                className="ws-mono"
                value={request.method}
                selectedOptions={[request.method]}
                onOptionSelect={(_event, { optionText }) => set({ method: optionText ?? request.method })}
                onInput={(event) => set({ method: event.currentTarget.value.toUpperCase() })}
              >
                {METHODS.map((method) => (
                  <Option key={method}>{method}</Option>
                ))}
              </Combobox>
              <Input
                size="small"
                className="ws-mono"
                aria-label="Path and query"
                value={request.url}
                spellCheck={false}
                onChange={(_event, { value }) => set({ url: value })}
              />
            </div>
            {draft.notes.map((note) => (
              <p key={note} className="ws-muted">
                {note}
              </p>
            ))}
            <p className="ws-muted">‹token …› stands for the token; it is filled in when the request goes out.</p>
            <h3>Headers</h3>
            <HeaderTable headers={request.headers} onChange={(headers) => set({ headers })} />
            <h3>Body</h3>
            <BodyField exchangeId={id} recorded={draft.body} body={request.body} onChange={(body) => set({ body })} />
            <h3>How it goes out</h3>
            <div className="ws-resend-options">
              <PersonField personId={request.personId} onChange={(personId) => set({ personId })} />
              <SendOptions options={options} onChange={setOptions} />
            </div>
          </div>
          <section className="ws-resend-result" aria-label="Answer" aria-busy={isBusy}>
            {problem !== null ? (
              <div role="alert" className="ws-err">
                {problem}
              </div>
            ) : step === null ? (
              <Empty title={isBusy ? 'Waiting for the answer …' : 'Not sent yet'}>
                {isBusy ? '' : 'What comes back is compared here with the recorded answer.'}
              </Empty>
            ) : (
              <StepResult step={step} onOpen={open} />
            )}
          </section>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" appearance="primary" icon={<Send16Regular />} disabledFocusable={isBusy}>
            Send <Kbd>Ctrl Enter</Kbd>
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

/** Whose token the request carries. */
function PersonField({
  personId,
  onChange,
}: {
  personId: string | null;
  onChange(personId: string | null): void;
}): ReactNode {
  const people = usePeople((state) => state.people);
  const isKnown = personId === null || people.some(({ id }) => id === personId);
  return (
    <Field label="Person">
      <Select
        size="small"
        value={personId ?? ''}
        onChange={(_event, { value }) => onChange(value === '' ? null : value)}
      >
        {personId === null ? <option value="">not known</option> : null}
        {isKnown ? null : <option value={personId}>{personId} (gone)</option>}
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { EditorState, Problem, ProblemAction } from '../../preload/editor-contract.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { copyText } from '../ui/copy.tsx';
import { formatTime } from '../ui/format.ts';
import { ACTION_LABELS, copyAllText, download, run, saveNow } from './actions.ts';
import { Banner, type BannerTone } from './banner.tsx';
import { CallFacts } from './call-facts.tsx';
import { useTools } from './context.ts';
import { CopyDialog } from './dialogs.tsx';
import { saveToDisk } from './document-source.ts';
import { StaleBanner } from './stale-banner.tsx';
import { useSandbox } from './store.ts';

/** Everything that stands between the person and a saved document, worst first. Nothing here hides by itself. */
export function Banners(): ReactNode {
  const state = useSandbox((store) => store.state);
  return (
    <div className="sb-banners">
      <LinkBanner />
      <RescueBanner />
      <CopyBanner />
      {state === null ? null : (
        <>
          {state.problem === null ? null : <ProblemBanner problem={state.problem} tone="err" may={state.may} />}
          {state.refusal === null || isSameAnswer(state.refusal, state.problem) ? null : (
            <ProblemBanner
              problem={state.refusal}
              tone={state.token.state === 'refused' ? 'err' : 'warn'}
              may={state.may}
            />
          )}
          <StaleBanner />
          <TokenBanner token={state.token} />
          <NewerBanner file={state.file} />
          <OthersBanner state={state} />
          {state.notices.map((notice) => (
            <Notice key={notice} text={notice} />
          ))}
        </>
      )}
    </div>
  );
}

/** One refused call can concern both the document and the person; it is said once. */
function isSameAnswer(refusal: Problem, problem: Problem | null): boolean {
  return refusal.call !== null && refusal.call.id === problem?.call?.id;
}

function ProblemBanner({
  problem,
  tone,
  may,
}: {
  problem: Problem;
  tone: BannerTone;
  may: EditorState['may'];
}): ReactNode {
  const tools = useTools();
  const confirm = useConfirm();
  const [isCopying, setCopying] = useState(false);
  const isText = tools.connection.config.kind === 'text';

  const handlers: Record<ProblemAction, () => Promise<unknown> | void> = {
    save: () => saveNow(tools),
    'lock-again': () => run(tools, { name: 'lock-again' }),
    check: () => run(tools, { name: 'check' }),
    'save-copy': () => setCopying(true),
    download: () => download(tools),
    'copy-text': copyAllText,
    overwrite: async () => {
      const body =
        'The version at the host is replaced by what is shown here. The host keeps it in its version history.';
      if (await confirm({ title: 'Replace the newer version?', body, action: 'Replace' }))
        await run(tools, { name: 'overwrite' });
    },
    reload: async () => {
      const body =
        'What was typed here and not saved is dropped, for everybody in this document. Save a copy first if it is needed.';
      if (await confirm({ title: 'Load the newer version?', body, action: 'Load' }))
        await run(tools, { name: 'reload' });
    },
  };
  const actions = problem.actions.filter(
    (action) => (action !== 'copy-text' || isText) && (action !== 'save-copy' || may.saveCopy),
  );
  return (
    <>
      <Banner
        tone={tone}
        title={problem.title}
        actions={actions.map((action, index) => (
          <Button
            key={action}
            size="small"
            appearance={index === 0 ? 'primary' : 'secondary'}
            onClick={() => void handlers[action]()}
          >
            {ACTION_LABELS[action]}
          </Button>
        ))}
      >
        {problem.detail}
        {problem.call === null ? null : (
          <details>
            <summary>The host’s answer</summary>
            <CallFacts call={problem.call} />
          </details>
        )}
      </Banner>
      {isCopying ? <CopyDialog onClose={() => setCopying(false)} /> : null}
    </>
  );
}

function LinkBanner(): ReactNode {
  const tools = useTools();
  const link = useSandbox((store) => store.link);
  const hasState = useSandbox((store) => store.state !== null);
  if (link === 'lost' && hasState) {
    return (
      <Banner tone="warn" title="Not connected.">
        The Sandbox Editor’s server cannot be reached; trying again. What is typed now is kept in this page and handed
        over afterwards.
      </Banner>
    );
  }
  if (link !== 'over') return null;
  return (
    <Banner
      tone="err"
      title="This editing session is over."
      actions={
        <>
          <Button size="small" onClick={() => void download(tools)}>
            Download
          </Button>
          <Button size="small" onClick={() => void copyAllText()}>
            Copy the text
          </Button>
        </>
      }
    >
      The Sandbox Editor was restarted or does not know this session any more. Open the document again from the host
      page; what is shown here can be copied and downloaded.
    </Banner>
  );
}

function RescueBanner(): ReactNode {
  const rescue = useSandbox((store) => store.rescue);
  if (rescue === null) return null;
  return (
    <Banner
      tone="warn"
      title="Kept aside:"
      actions={
        <>
          <Button size="small" onClick={() => void copyText(rescue.text, 'Text')}>
            Copy that text
          </Button>
          <Button size="small" onClick={() => saveToDisk(rescue.text, rescue.name)}>
            Download it
          </Button>
          <PutAway onClick={() => useSandbox.setState({ rescue: null })} />
        </>
      }
    >
      {rescue.why}
    </Banner>
  );
}

function CopyBanner(): ReactNode {
  const copy = useSandbox((store) => store.copy);
  if (copy === null) return null;
  return (
    <Banner
      tone="info"
      title={`The copy is called ${copy.name}.`}
      actions={
        <>
          <Button as="a" size="small" href={copy.url} target="_top">
            Open the copy
          </Button>
          <PutAway onClick={() => useSandbox.setState({ copy: null })} />
        </>
      }
    >
      It lies beside this document; what is typed here still goes into this one.
    </Banner>
  );
}

function PutAway({ onClick }: { onClick(): void }): ReactNode {
  return (
    <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label="Put away" onClick={onClick} />
  );
}

function TokenBanner({ token }: { token: EditorState['token'] }): ReactNode {
  if (token.state === 'expiring') {
    return (
      <Banner tone="warn" title="The session ends soon.">
        The token expires at {formatTime(token.expiresAt)}, as access_token_ttl said. Open the document again from the
        host page for a fresh one.
      </Banner>
    );
  }
  if (token.state !== 'expired') return null;
  return (
    <Banner tone="err" title="The session has expired.">
      The token expired at {formatTime(token.expiresAt)}, as access_token_ttl said; the host will refuse it. A fresh one
      comes only from a new load of the host page.
    </Banner>
  );
}

function NewerBanner({ file }: { file: EditorState['file'] }): ReactNode {
  const tools = useTools();
  if (file.newerVersion === null) return null;
  return (
    <Banner
      tone="info"
      title="There is a newer version."
      actions={
        <Button size="small" appearance="primary" onClick={() => void run(tools, { name: 'reload' })}>
          Reload
        </Button>
      }
    >
      Shown is version {file.version}; CheckFileInfo says {file.newerVersion}.
    </Banner>
  );
}

/** Office documents are replaced as a whole: two people who change one at the same time get in each other's way. */
function OthersBanner({ state }: { state: EditorState }): ReactNode {
  const names = state.people.filter(({ isYou, isChanging }) => isChanging && !isYou).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Banner
      tone="info"
      title={`${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} changing the document now.`}
    >
      Documents of this kind are saved as a whole; the change that is saved second is refused. Wait until the change has
      arrived here.
    </Banner>
  );
}

function Notice({ text }: { text: string }): ReactNode {
  const [isPutAway, setPutAway] = useState(false);
  if (isPutAway) return null;
  return (
    <Banner tone="info" title="Note:" actions={<PutAway onClick={() => setPutAway(true)} />}>
      {text}
    </Banner>
  );
}

import { useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { useConfirm } from '../ui/confirm.tsx';
import { download } from './actions.ts';
import { Banner } from './banner.tsx';
import { CopyDialog } from './dialogs.tsx';
import { loadTheirs } from './office-file.ts';
import { useTools } from './context.ts';
import { useSandbox } from './store.ts';

/** Somebody else's version of a .docx or .xlsx came while this page held changes: they are never put one over the other. */
export function StaleBanner(): ReactNode {
  const tools = useTools();
  const confirm = useConfirm();
  const stale = useSandbox((store) => store.stale);
  const maySaveCopy = useSandbox((store) => store.state?.may.saveCopy === true);
  const [isCopying, setCopying] = useState(false);
  if (stale === null) return null;
  const who = stale.by ?? 'Somebody else';

  async function load(): Promise<void> {
    const body = `Your changes since the last save are dropped, and ${who}’s version is shown. Save a copy or download yours first if you need it.`;
    if (await confirm({ title: 'Drop your changes?', body, action: 'Drop mine' })) loadTheirs();
  }

  return (
    <>
      <Banner
        tone="warn"
        title={`${who} saved revision ${String(stale.revision)} while you were changing the document.`}
        actions={
          <>
            {maySaveCopy ? (
              <Button size="small" appearance="primary" onClick={() => setCopying(true)}>
                Save mine as a copy …
              </Button>
            ) : null}
            <Button size="small" onClick={() => void download(tools)}>
              Download mine
            </Button>
            <Button size="small" onClick={() => void load()}>
              Load theirs
            </Button>
          </>
        }
      >
        Your changes are still here, and were not saved over theirs.
      </Banner>
      {isCopying ? <CopyDialog onClose={() => setCopying(false)} /> : null}
    </>
  );
}

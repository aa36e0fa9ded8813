import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { Problem } from '../ui/empty.tsx';
import { download, run } from './actions.ts';
import { CallFacts } from './call-facts.tsx';
import { useTools } from './context.ts';
import { useSandbox } from './store.ts';

/** Nothing can be shown: why, and what is left to do. */
export function FailureView(): ReactNode {
  const tools = useTools();
  const failure = useSandbox((store) => store.state?.failure ?? null);
  if (failure === null) return null;
  return (
    <>
      <Problem
        title={failure.title}
        message={failure.detail}
        actions={
          <>
            <Button appearance="primary" onClick={() => void run(tools, { name: 'reload' })}>
              Try again
            </Button>
            {failure.actions.includes('download') ? (
              <Button onClick={() => void download(tools)}>Download</Button>
            ) : null}
          </>
        }
      />
      {failure.call === null ? null : (
        <div className="sb-failure-call">
          <CallFacts call={failure.call} />
        </div>
      )}
    </>
  );
}

import { lazy, Suspense, useEffect, useMemo, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ApiContext, useApi } from '../api/client.ts';
import { useLinkParam } from '../shell/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useCaptures } from '../state/captures.ts';
import { forgetRowFacts } from '../state/row-facts.ts';
import { clearSelection } from '../state/selection.ts';
import { DropZone } from '../ui/drop-zone.tsx';
import { Empty } from '../ui/empty.tsx';
import { chooseFiles, useOpening } from './open-files.ts';
import { recordedApi } from './recorded-api.ts';
import { useSaveRequest } from './save-request.ts';
import { showSource, SourceContext } from './source.ts';
import { useOpenFiles } from './use-open-files.ts';
import './captures.css';

/** Loaded when there is something to tell. */
const RecordingBanner = lazy(() =>
  import('./recording-banner.tsx').then((module) => ({ default: module.RecordingBanner })),
);
const OpeningBanner = lazy(() =>
  import('./recording-banner.tsx').then((module) => ({ default: module.OpeningBanner })),
);
/** Loaded when something is to be saved. */
const SaveDialog = lazy(() => import('./save-dialog.tsx').then((module) => ({ default: module.SaveDialog })));

/** Around a page that reads traffic: everything in it reads the recording that the address names. */
export function TrafficSource({ children }: { children: ReactNode }): ReactNode {
  const api = useApi();
  const open = useOpenFiles();
  const captures = useCaptures((state) => state.captures);
  const [sourceId, setSource] = useLinkParam('source');
  const capture = captures.find(({ id }) => id === sourceId) ?? null;
  const opening = useOpening((state) => state.opening);
  const request = useSaveRequest((state) => state.request);
  const id = capture?.id ?? null;
  const own = useMemo(() => (id === null ? api : recordedApi(api, id)), [api, id]);

  useEffect(
    () => () => {
      clearSelection();
      forgetRowFacts();
    },
    [id],
  );
  useShortcuts('Recordings', [
    { keys: 'o', label: 'Open a recording: capture file or HAR', run: () => chooseFiles(open) },
  ]);

  return (
    <ApiContext.Provider value={own}>
      <SourceContext.Provider value={capture}>
        <DropZone invitation="Drop a capture file or HAR to open it as a recording" refusal={null} onFiles={open}>
          <div className="ws-traffic-source">
            <Suspense>
              {opening ? <OpeningBanner opening={opening} /> : null}
              {capture ? <RecordingBanner capture={capture} onLeave={() => showSource(null)} /> : null}
            </Suspense>
            {sourceId !== null && capture === null ? (
              <Empty
                title="This recording is not open any more"
                actions={
                  <Button appearance="primary" onClick={() => setSource(null)}>
                    Show the live traffic
                  </Button>
                }
              >
                The link names a recording that was closed. Open its file again: drop it here, or press o.
              </Empty>
            ) : (
              <div className="ws-traffic-source-page" key={id ?? 'live'}>
                {children}
              </div>
            )}
          </div>
        </DropZone>
        {request === null ? null : (
          <Suspense>
            <SaveDialog choices={request.choices} format={request.format} />
          </Suspense>
        )}
      </SourceContext.Provider>
    </ApiContext.Provider>
  );
}

import type { ReactNode } from 'react';
import { Button, ProgressBar } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { formatBytes, plural } from '../ui/format.ts';
import { FileName } from './file-icon.tsx';
import { cancelUpload, clearFinishedUploads, isActive, useUploads, type Upload } from './uploads.ts';

/** What is being uploaded and what came of it; stays until it is cleared, so that no failure passes unseen. */
export function UploadPanel({ onShow }: { onShow(fileId: string): void }): ReactNode {
  const uploads = useUploads((state) => state.uploads);
  if (uploads.length === 0) return null;
  const active = uploads.filter(({ phase }) => isActive(phase)).length;
  const failed = uploads.filter(({ phase }) => phase === 'failed').length;
  const summary =
    active > 0 ? `Uploading ${plural(active, 'file')} …` : `${plural(uploads.length - failed, 'upload')} finished`;
  return (
    <section className="ws-uploads" aria-label="Uploads">
      <div className="ws-uploads-head">
        <h2>
          <span role="status">
            {summary}
            {failed > 0 ? `, ${failed} failed` : ''}
          </span>
        </h2>
        <Button size="small" disabled={active === uploads.length} onClick={clearFinishedUploads}>
          Clear finished
        </Button>
      </div>
      <ul>
        {failuresFirst(uploads).map((upload) => (
          <UploadLine key={upload.id} upload={upload} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

/** What somebody has to do something about must not be found by scrolling. */
function failuresFirst(uploads: readonly Upload[]): readonly Upload[] {
  const hasFailed = ({ phase }: Upload): boolean => phase === 'failed';
  return [...uploads.filter(hasFailed), ...uploads.filter((upload) => !hasFailed(upload))];
}

function UploadLine({ upload, onShow }: { upload: Upload; onShow(fileId: string): void }): ReactNode {
  const { id, name, folder, size, sent, phase, problem, fileId } = upload;
  return (
    <li className="ws-upload">
      <FileName name={name} />
      <span className="ws-muted ws-clip">{folder === '' ? '/' : folder}</span>
      <span className="ws-upload-state">
        {phase === 'waiting' ? <span className="ws-muted">waiting · {formatBytes(size)}</span> : null}
        {phase === 'sending' ? (
          <>
            <ProgressBar value={size === 0 ? 1 : sent / size} aria-label={`Upload of ${name}`} />
            <span className="ws-mono ws-muted">
              {formatBytes(sent)} of {formatBytes(size)}
            </span>
          </>
        ) : null}
        {phase === 'cancelled' ? <span className="ws-muted">cancelled; nothing was stored</span> : null}
        {phase === 'failed' ? (
          <span className="ws-err" role="alert">
            {problem}
          </span>
        ) : null}
        {phase === 'done' && fileId !== null ? (
          <button type="button" className="ws-link" onClick={() => onShow(fileId)}>
            stored, show it
          </button>
        ) : null}
      </span>
      {isActive(phase) ? (
        <Button
          size="small"
          appearance="transparent"
          icon={<Dismiss16Regular />}
          aria-label={`Cancel the upload of ${name}`}
          title="Cancel"
          onClick={() => cancelUpload(id)}
        />
      ) : (
        <span />
      )}
    </li>
  );
}

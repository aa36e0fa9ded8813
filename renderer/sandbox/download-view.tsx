import type { ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import { Empty } from '../ui/empty.tsx';
import { formatBytes } from '../ui/format.ts';
import { download } from './actions.ts';
import { useTools } from './context.ts';
import { useSandbox } from './store.ts';

/** Kinds without a viewer: the file as it is, and why it is not shown. */
export function DownloadView(): ReactNode {
  const tools = useTools();
  const file = useSandbox((store) => store.state?.file);
  if (file === undefined) return null;
  const kind = file.extension === '' ? 'files without an extension' : `.${file.extension} files`;
  return (
    <Empty
      title={`There is no viewer for ${kind}`}
      actions={
        <Button appearance="primary" icon={<ArrowDownload16Regular />} onClick={() => void download(tools)}>
          Download {file.name} ({formatBytes(file.size)})
        </Button>
      }
    >
      The Sandbox Editor shows and edits .txt, .md, .csv, .json, .docx and .xlsx, and shows .pptx. Other documents are
      offered for download, unchanged: showing them half would hide what a real editor does with them.
    </Empty>
  );
}

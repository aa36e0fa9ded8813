import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import { messageOf } from '../api/client.ts';
import { fail } from '../ui/toasts.tsx';
import { collect, hand } from './download.ts';
import type { ByteSource } from './source.ts';

/** Saves all of a body; a long one tells how far it is, and can be stopped. */
export function DownloadButton({ source, fileName }: { source: ByteSource; fileName: string }): ReactNode {
  const [share, setShare] = useState<number | null>(null);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function save(): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setShare(0);
    try {
      hand(await collect(source, { onProgress: setShare, signal: controller.signal }), fileName);
    } catch (error) {
      if (!controller.signal.aborted) fail(`The body was not saved: ${messageOf(error)}`);
    } finally {
      setShare(null);
    }
  }

  if (share !== null) {
    return (
      <Button size="small" onClick={() => running.current?.abort()}>
        {Math.floor(share * 100)} % · Stop
      </Button>
    );
  }
  return (
    <Button
      size="small"
      appearance="transparent"
      icon={<ArrowDownload16Regular />}
      aria-label="Save the body"
      title={`Save all of it as ${fileName}`}
      onClick={() => void save()}
    />
  );
}

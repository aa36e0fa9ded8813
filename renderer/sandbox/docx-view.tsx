import { useEffect, useRef, type ReactNode } from 'react';
import { setGoogleFontsEnabled } from '@eigenpal/docx-editor-core/utils';
import { DocxEditor, type DocxEditorRef } from '@eigenpal/docx-editor-react';
import '@eigenpal/docx-editor-react/styles.css';
import { Loading } from '../ui/empty.tsx';
import { fail } from '../ui/toasts.tsx';
import { useOfficeFile, type LoadedFile, type OfficeFile } from './office-file.ts';
import { mayType, useSandbox } from './store.ts';

/** Nothing leaves the machine: a font that is neither in the document nor installed is shown in one that is. */
setGoogleFontsEnabled(false);

const nothing = (): null => null;

/** The Word editor's menu bar holds plain buttons; a menu bar has menu items. True when there is one now. */
function nameMenuItems(frame: HTMLElement): boolean {
  const buttons = frame.querySelectorAll('[role="menubar"] > div > button');
  for (const button of buttons) {
    button.setAttribute('role', 'menuitem');
    button.parentElement?.setAttribute('role', 'none');
  }
  return buttons.length > 0;
}

/** A Word document on its pages. */
export function DocxView(): ReactNode {
  const file = useOfficeFile();
  if (file.loaded === null) return <Loading what="the document" />;
  return <Pages key={file.loaded.revision} loaded={file.loaded} file={file} />;
}

function Pages({ loaded, file }: { loaded: LoadedFile; file: OfficeFile }): ReactNode {
  const editor = useRef<DocxEditorRef>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isWritable = useSandbox(mayType);
  const author = useSandbox((store) => store.state?.person.name ?? 'Guest');
  const { attach, changed } = file;
  useEffect(
    () =>
      attach({
        async exportBytes() {
          const bytes = await editor.current?.save();
          if (bytes === null || bytes === undefined) throw new Error('The Word editor could not write the document.');
          return bytes;
        },
      }),
    [attach],
  );

  useEffect(() => {
    const element = frame.current;
    if (element === null || !isWritable || nameMenuItems(element)) return undefined;
    // It appears when the document has been read.
    const watcher = new MutationObserver(() => {
      if (nameMenuItems(element)) watcher.disconnect();
    });
    watcher.observe(element, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [isWritable]);

  return (
    <div className="sb-word" ref={frame}>
      <DocxEditor
        ref={editor}
        documentBuffer={loaded.bytes}
        author={author}
        readOnly={!isWritable}
        mode={isWritable ? 'editing' : 'viewing'}
        colorMode="system"
        showFileOpen={false}
        showHelpMenu={false}
        documentNameEditable={false}
        renderLogo={nothing}
        onChange={changed}
        onError={(error) => fail(error)}
      />
    </div>
  );
}

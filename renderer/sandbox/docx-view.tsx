import { useEffect, useRef, type ReactNode } from 'react';
import { DocxEditor, type DocxEditorRef } from '@eigenpal/docx-editor-react';
import '@eigenpal/docx-editor-react/styles.css';
import { Loading } from '../ui/empty.tsx';
import { fail } from '../ui/toasts.tsx';
import { useOfficeFile, type LoadedFile, type OfficeFile } from './office-file.ts';
import { mayType, useSandbox } from './store.ts';

/** A Word document on its pages. */
export function DocxView(): ReactNode {
  const file = useOfficeFile();
  if (file.loaded === null) return <Loading what="the document" />;
  return <Pages key={file.loaded.revision} loaded={file.loaded} file={file} />;
}

function Pages({ loaded, file }: { loaded: LoadedFile; file: OfficeFile }): ReactNode {
  const editor = useRef<DocxEditorRef>(null);
  const isWritable = useSandbox(mayType);
  const author = useSandbox((store) => store.state?.person.name ?? 'Guest');
  const { attach, changed } = file;
  const isReady = useRef(false);
  useEffect(() => {
    isReady.current = false;
    return attach({
      async exportBytes() {
        const bytes = await editor.current?.save();
        if (bytes === null || bytes === undefined) throw new Error('The Word editor could not write the document.');
        return bytes;
      },
    });
  }, [attach]);

  return (
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
      onChange={changed}
      onError={(error) => fail(error)}
      className="sb-word"
    />
  );
}

import { useEffect, useRef, type ReactNode } from 'react';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { markdown } from '@codemirror/lang-markdown';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { saveNow } from './actions.ts';
import { useTools, type Tools } from './context.ts';
import { provideDocument } from './document-source.ts';
import { remoteCursors } from './remote-cursors.ts';
import { fileName, shareText } from './shared-text.ts';
import { mayType, useSandbox } from './store.ts';
import { textTheme } from './text-theme.ts';

/** Text, Markdown, CSV and JSON in CodeMirror, edited together with whoever else has the document open. */
export function TextView(): ReactNode {
  const tools = useTools();
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => (parent.current === null ? undefined : start(parent.current, tools)), [tools]);
  return <div className="sb-text" ref={parent} />;
}

function start(parent: HTMLElement, tools: Tools): () => void {
  const { connection } = tools;
  const writing = new Compartment();
  const view = new EditorView({ parent, state: EditorState.create({ extensions: [textTheme, cspNonce(tools)] }) });
  const sharing = shareText(connection, view, (text, collaboration) =>
    EditorState.create({
      doc: text,
      extensions: [extensionsFor(tools), writing.of(writable(isWritable())), collaboration, remoteCursors],
    }),
  );
  const takeBack = provideDocument({
    text: () => view.state.doc.toString(),
    bytes: () => Promise.resolve(new TextEncoder().encode(view.state.doc.toString()).buffer),
  });
  let wasWritable = isWritable();
  const unsubscribe = useSandbox.subscribe(() => {
    if (isWritable() === wasWritable) return;
    wasWritable = isWritable();
    view.dispatch({ effects: writing.reconfigure(writable(wasWritable)) });
  });
  return () => {
    unsubscribe();
    takeBack();
    sharing.stop();
    view.destroy();
  };
}

function isWritable(): boolean {
  return mayType(useSandbox.getState());
}

function writable(isOn: boolean): Extension {
  return [EditorState.readOnly.of(!isOn), EditorView.editable.of(isOn)];
}

function extensionsFor(tools: Tools): Extension {
  return [
    textTheme,
    cspNonce(tools),
    lineNumbers(),
    history(),
    drawSelection(),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    bracketMatching(),
    indentOnInput(),
    search({ top: true }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': `Text of ${fileName()}`, tabindex: '0' }),
    keymap.of([
      {
        key: 'Mod-s',
        preventDefault: true,
        run: () => {
          void saveNow(tools);
          return true;
        },
      },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      // Tab indents; Escape and then Tab leaves the text, as the specification for code editors asks for.
      indentWithTab,
    ]),
    language(fileName()),
  ];
}

function language(name: string): Extension {
  if (/\.md$/i.test(name)) return markdown();
  return /\.json$/i.test(name) ? json() : [];
}

function cspNonce({ connection }: Tools): Extension {
  return EditorView.cspNonce.of(connection.config.nonce);
}

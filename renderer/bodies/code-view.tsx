import { useEffect, useRef, type ReactNode } from 'react';
import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { codeFolding, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { partsOf } from '../ui/visible.ts';
import '../ui/shown.css';

const languages: Record<string, () => Extension> = { json, xml };

/** Above this size colouring costs more than it helps. */
const COLOURED_UP_TO = 2_000_000;

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', color: 'var(--wsInk)', backgroundColor: 'transparent' },
  '.cm-scroller': { fontFamily: 'var(--wsMono)', lineHeight: '18px' },
  '.cm-gutters': { color: 'var(--wsMuted)', backgroundColor: 'transparent', border: 'none' },
  '.cm-panels': { color: 'var(--wsInk)', backgroundColor: 'var(--wsPanel)', borderColor: 'var(--wsLine)' },
  '.cm-foldPlaceholder': {
    color: 'var(--wsMuted)',
    backgroundColor: 'var(--wsLineSoft)',
    border: 'none',
    padding: '0 4px',
  },
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--wsSelected) !important' },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.tagName], color: 'var(--wsRead)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--wsWrite)' },
  { tag: [tags.number, tags.bool, tags.null, tags.attributeName], color: 'var(--wsLock)' },
  { tag: [tags.comment, tags.punctuation], color: 'var(--wsMuted)' },
]);

/** What would not be seen, or would turn the text around, is written out. */
const unseen = highlightSpecialChars({
  addSpecialChars: /[\u00a0\u202a-\u202e\u2060-\u206f]/g,
  render(code) {
    const mark = document.createElement('span');
    const [part] = partsOf(String.fromCodePoint(code));
    mark.className = 'ws-written-out';
    mark.textContent = part?.meaning === null ? '·' : (part?.text ?? '');
    mark.title = part?.meaning ?? 'no-break space';
    return mark;
  },
});

/** A text to read, fold and search (Ctrl F); loaded when first opened. */
export function CodeView({ text, language }: { text: string; language: string }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!frame.current) return undefined;
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
    const colouring = text.length <= COLOURED_UP_TO ? languages[language] : undefined;
    const view = new EditorView({
      parent: frame.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          nonce === '' ? [] : EditorView.cspNonce.of(nonce),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': 'Body', 'aria-readonly': 'true', tabindex: '0' }),
          EditorView.lineWrapping,
          lineNumbers(),
          unseen,
          codeFolding(),
          foldGutter(),
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap]),
          syntaxHighlighting(colours),
          colouring?.() ?? [],
          look,
        ],
      }),
    });
    return () => view.destroy();
  }, [text, language]);
  return <div ref={frame} className="ws-code" />;
}

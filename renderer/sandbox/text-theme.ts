import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours come from the theme's variables, so light, dark and high contrast need no second set. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--wsInk)', backgroundColor: 'var(--wsPanel)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--wsMono)', lineHeight: '20px' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--wsInk)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-gutters': {
    backgroundColor: 'var(--wsPanel)',
    color: 'var(--wsMuted)',
    border: 'none',
    borderRight: '1px solid var(--wsLineSoft)',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 16px', minWidth: '40px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--wsHover) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--wsInk)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--wsSelected)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--wsAccentSoft)' },
  '.cm-panels': { backgroundColor: 'var(--wsPanel)', color: 'var(--wsInk)', borderBottom: '1px solid var(--wsLine)' },
  '.cm-textfield': {
    border: '1px solid var(--wsLine)',
    borderRadius: '4px',
    backgroundColor: 'var(--wsBg)',
    color: 'var(--wsInk)',
  },
  '.cm-button': {
    border: '1px solid var(--wsLine)',
    borderRadius: '4px',
    backgroundImage: 'none',
    backgroundColor: 'var(--wsBg)',
    color: 'var(--wsInk)',
  },
});

const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '600', color: 'var(--wsAccent)' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: [tags.link, tags.url], color: 'var(--wsAccent)', textDecoration: 'underline' },
  { tag: [tags.monospace, tags.string], color: 'var(--wsWrite)' },
  { tag: [tags.propertyName, tags.labelName], color: 'var(--wsRead)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--wsLock)' },
  { tag: [tags.quote, tags.comment, tags.processingInstruction, tags.contentSeparator], color: 'var(--wsMuted)' },
  { tag: tags.invalid, color: 'var(--wsErr)' },
]);

export const textTheme: Extension = [look, syntaxHighlighting(words)];

import { MapMode, StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { colourOf } from '../ui/avatar.tsx';

interface RemoteCursor {
  personId: string;
  userId: string;
  name: string;
  anchor: number;
  head: number;
}

export const showCursor = StateEffect.define<RemoteCursor>();
export const forgetCursor = StateEffect.define<string>();

/** Where the others are: their caret with their name, and what they have selected. */
const cursors = StateField.define<ReadonlyMap<string, RemoteCursor>>({
  create: () => new Map(),
  update(known, transaction) {
    let next = known;
    if (transaction.docChanged && known.size > 0) {
      next = new Map(
        [...known].map(([id, cursor]) => [
          id,
          {
            ...cursor,
            anchor: transaction.changes.mapPos(cursor.anchor, 1, MapMode.Simple) ?? 0,
            head: transaction.changes.mapPos(cursor.head, 1, MapMode.Simple) ?? 0,
          },
        ]),
      );
    }
    for (const effect of transaction.effects) {
      if (effect.is(showCursor)) next = new Map(next).set(effect.value.personId, effect.value);
      if (effect.is(forgetCursor)) {
        next = new Map(next);
        (next as Map<string, RemoteCursor>).delete(effect.value);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.compute([field, 'doc'], (state) => draw(state.field(field), state.doc)),
});

class CaretWidget extends WidgetType {
  constructor(
    private readonly name: string,
    private readonly colour: string,
  ) {
    super();
  }

  override eq(other: CaretWidget): boolean {
    return other.name === this.name && other.colour === this.colour;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.className = 'sb-caret';
    caret.style.setProperty('--caret', this.colour);
    const label = document.createElement('span');
    label.className = 'sb-caret-name';
    label.textContent = this.name;
    caret.append(label);
    caret.setAttribute('aria-hidden', 'true');
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function draw(known: ReadonlyMap<string, RemoteCursor>, text: Text): DecorationSet {
  const clamp = (position: number): number => Math.max(0, Math.min(position, text.length));
  const ranges = [...known.values()].flatMap(({ userId, name, anchor, head }) => {
    const colour = colourOf(userId);
    const [from, to] = [clamp(Math.min(anchor, head)), clamp(Math.max(anchor, head))];
    const caret = Decoration.widget({ widget: new CaretWidget(name, colour), side: 1 }).range(clamp(head));
    if (from === to) return [caret];
    return [
      Decoration.mark({ attributes: { style: `background: color-mix(in srgb, ${colour} 24%, transparent)` } }).range(
        from,
        to,
      ),
      caret,
    ];
  });
  return Decoration.set(ranges, true);
}

export const remoteCursors: Extension = cursors;

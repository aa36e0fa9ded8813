import type { Save } from './cases.ts';
import { findByPath } from './json-path.ts';
import type { Answer, State } from './model.ts';
import { headerOf, textOf } from './model.ts';
import type { Json } from './relaxed-json.ts';
import { JsonError, parseRelaxedJson } from './relaxed-json.ts';
import { scalarText } from './validators/scalars.ts';

/** Saves what later requests need; what is not there is saved as null, so that its key exists. */
export function saveState(state: State, saves: readonly Save[], answer: Answer): void {
  const body = saves.some(({ from }) => from === 'JsonBody') ? parsed(answer) : undefined;
  for (const { key, source, from } of saves) {
    state.set(key, from === 'Header' ? headerOf(answer, source) || null : scalarAt(body, source));
  }
}

function parsed(answer: Answer): Json | undefined {
  try {
    return parseRelaxedJson(textOf(answer));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function scalarAt(body: Json | undefined, path: string): string | null {
  const found = body === undefined ? undefined : findByPath(body, path);
  return found === undefined || typeof found === 'object' ? null : scalarText(found);
}

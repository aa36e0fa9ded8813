import { WopiHeader } from '../../wopi/protocol/headers.ts';
import { encodeUtf7 } from '../../wopi/protocol/names.ts';
import type { Attributes } from '../attributes.ts';
import { CasesError } from '../model.ts';
import type { HeaderPair } from './kind.ts';

const MODES = ['Suggested', 'ExactName', 'Conflicting'] as const;

export function checkNameMode(attributes: Attributes): void {
  if (attributes.choice('PutRelativeFileMode', MODES) === undefined)
    throw new CasesError('a request that creates something has no PutRelativeFileMode.');
  attributes.flag('OverwriteRelative', false);
}

/** The name a new file or folder is to have: suggested, exact, or (to see it refused) both. */
export function nameHeaders(
  attributes: Attributes,
  attribute: string,
  { mayOverwrite }: { mayOverwrite: boolean },
): HeaderPair[] {
  const name = encodeUtf7(attributes.text(attribute) ?? '');
  const suggested: HeaderPair = [WopiHeader.SuggestedTarget, name];
  const exact: HeaderPair = [WopiHeader.RelativeTarget, name];
  const mode = attributes.choice('PutRelativeFileMode', MODES);
  if (mode === 'Suggested') return [suggested];
  if (mode === 'Conflicting') return [suggested, exact];
  const isSaid = mayOverwrite && attributes.text('OverwriteRelative') !== undefined;
  if (!isSaid) return [exact];
  return [exact, [WopiHeader.OverwriteRelativeTarget, attributes.flag('OverwriteRelative', false) ? 'True' : 'False']];
}

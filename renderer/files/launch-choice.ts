import type { LaunchChoice } from '../../preload/contract.ts';

const EXPLANATIONS: Record<string, string> = {
  view: 'Read only',
  edit: 'Change and save',
  editnew: 'Fill an empty file from a template, then edit',
  convert: 'Convert to the current format, then edit the copy',
  embedview: 'Viewer for embedding in another page',
  embededit: 'Editor for embedding in another page',
  mobileview: 'Viewer for phones',
  mobileedit: 'Editor for phones',
  getinfo: 'Lists test cases',
};

export function explainAction(action: string): string | undefined {
  return EXPLANATIONS[action.toLowerCase()];
}

const REMEMBERED = 'files.launch';

/** What was used last for this kind of file where it is on offer; otherwise editing before viewing. */
export function preferredChoice(choices: readonly LaunchChoice[], size: number): LaunchChoice | null {
  const last = localStorage.getItem(REMEMBERED);
  const wanted = size === 0 ? ['editnew', 'edit', 'view'] : ['edit', 'view', 'convert'];
  const isLast = (choice: LaunchChoice): boolean => `${choice.sourceId} ${choice.action}` === last;
  const isAllowed = ({ action }: LaunchChoice): boolean => size === 0 || action !== 'editnew';
  return (
    choices.find((choice) => isLast(choice) && isAllowed(choice)) ??
    wanted.map((name) => choices.find(({ action }) => action === name)).find((choice) => choice !== undefined) ??
    choices[0] ??
    null
  );
}

export function rememberChoice({ sourceId, action }: LaunchChoice): void {
  localStorage.setItem(REMEMBERED, `${sourceId} ${action}`);
}

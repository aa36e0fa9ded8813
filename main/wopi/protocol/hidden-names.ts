const HIDDEN = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

/** Names that do not exist for the host: dot files, owner files of Office, litter of file managers. */
export function isHiddenName(name: string): boolean {
  return HIDDEN.test(name);
}

/** Names and values in turn, one a line; a secret value is a marker already. */
export interface HeaderText {
  text: string;
  /** Lines of names whose value hides a secret. */
  hidden?: number[];
}

/** Of headers from elsewhere: what would begin another line becomes a space. */
export function headerText(
  headers: readonly { name: string; value: string; hidden?: boolean | undefined }[],
): HeaderText {
  const text = headers.flatMap(({ name, value }) => [oneLine(name), oneLine(value)]).join('\n');
  const hidden = headers.flatMap((header, index) => (header.hidden ? [index * 2] : []));
  return hidden.length > 0 ? { text, hidden } : { text };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

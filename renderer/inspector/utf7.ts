/** Headers whose value the specification wants in UTF-7. */
const encoded = /^x-wopi-(?:suggestedtarget|relativetarget|validrelativetarget|requestedname)$/i;

/** What a name in a header says, where that differs from how it is written; null otherwise. */
export function decodedName(header: string, value: string): string | null {
  if (!encoded.test(header) || !value.includes('+')) return null;
  const decoded = decodeUtf7(value);
  return decoded === null || decoded === value ? null : decoded;
}

/** null when it is not UTF-7. */
export function decodeUtf7(text: string): string | null {
  let isBroken = false;
  const decoded = text.replaceAll(/\+([A-Za-z0-9+/]*)-?/g, (whole, base64: string) => {
    if (base64 === '') {
      isBroken ||= whole !== '+-';
      return '+';
    }
    const bytes = atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
    let part = '';
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      part += String.fromCharCode((bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1));
    }
    return part;
  });
  return isBroken ? null : decoded;
}

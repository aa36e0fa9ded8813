/** Headers whose value the specification wants in UTF-7. */
const encoded = /^x-wopi-(?:suggestedtarget|relativetarget|validrelativetarget|requestedname)$/i;

/** What a name in a header says, where that differs from how it is written; null otherwise. */
export function decodedName(header: string, value: string): string | null {
  if (!encoded.test(header) || !value.includes('+')) return null;
  const decoded = decodeUtf7(value);
  return decoded === null || decoded === value ? null : decoded;
}

/** Whether a header carries a name in UTF-7 that cannot be read. */
export function isBrokenName(header: string, value: string): boolean {
  return encoded.test(header) && decodeUtf7(value) === null;
}

/** null when it is not UTF-7. */
export function decodeUtf7(text: string): string | null {
  let isBroken = false;
  const decoded = text.replaceAll(/\+([A-Za-z0-9+/]*)-?/g, (whole, base64: string) => {
    if (base64 === '') {
      isBroken ||= whole !== '+-';
      return '+';
    }
    const bits = base64.length * 6;
    // A run holds whole units of 16 bits; what is left over is padding of at most five.
    if (bits % 16 > 5) {
      isBroken = true;
      return '';
    }
    const bytes = atob(`${base64}${'A'.repeat((4 - (base64.length % 4)) % 4)}`);
    let part = '';
    for (let at = 0; at + 1 < Math.floor(bits / 16) * 2; at += 2)
      part += String.fromCharCode((bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1));
    return part;
  });
  return isBroken ? null : decoded;
}

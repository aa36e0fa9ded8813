/** Direct characters of RFC 2152 that are safe in a header: everything else goes into a run of modified base64. */
const DIRECT = /^[A-Za-z0-9'(),\-./:? !"#$%&*;<=>@[\]^_`{|}]$/;

/** A name as WOPI headers carry it. */
export function encodeUtf7(text: string): string {
  let encoded = '';
  let run = '';
  const endRun = (): void => {
    if (run !== '') encoded += `+${toBase64(run)}-`;
    run = '';
  };
  // By code unit: UTF-7 carries UTF-16, surrogates and all.
  for (const unit of text.split('')) {
    if (unit === '+' || DIRECT.test(unit)) {
      endRun();
      encoded += unit === '+' ? '+-' : unit;
    } else run += unit;
  }
  endRun();
  return encoded;
}

function toBase64(units: string): string {
  let bytes = '';
  for (let index = 0; index < units.length; index += 1) {
    const unit = units.charCodeAt(index);
    bytes += String.fromCharCode(unit >> 8, unit & 0xff);
  }
  return btoa(bytes).replace(/=+$/, '');
}

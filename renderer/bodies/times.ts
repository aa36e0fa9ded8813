import { momentIn, type Moment } from '../inspector/moments.ts';

/** A moment somewhere in a JSON body. */
export interface FoundMoment extends Moment {
  /** 'Bootstrap.AccessTokenExpiry' */
  path: string;
  value: string;
}

const MOST = 50;
const MOST_LOOKED_AT = 20_000;

/** Values of a JSON text that tell a time: ticks, milliseconds, ISO. */
export function momentsIn(text: string): FoundMoment[] {
  // Read from the text: a number of ticks has more digits than JSON.parse keeps.
  const found: FoundMoment[] = [];
  const pairs = text.matchAll(/"((?:[^"\\]|\\.){1,80})"\s*:\s*(?:"([^"\\]{10,40})"|(\d{12,19})(?=\s*[,}\]]))/g);
  let looked = 0;
  for (const [, path = '', quoted, number] of pairs) {
    looked += 1;
    if (looked > MOST_LOOKED_AT || found.length >= MOST) break;
    const value = quoted ?? number ?? '';
    const moment = momentIn(value);
    if (moment) found.push({ ...moment, path, value });
  }
  return found;
}

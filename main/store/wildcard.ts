/** Whether a text fits a pattern in which `*` stands for anything; capitals do not matter. Never takes longer than both lengths multiplied. */
export function matches(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let place = 0;
  /** The last star, and how much of the text it stands for so far. */
  let star = -1;
  let taken = 0;
  while (place < given.length) {
    if (wanted[at] === '*') {
      star = at;
      at += 1;
      taken = place;
    } else if (wanted[at] === given[place]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      taken += 1;
      place = taken;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

/** The same for SQL: `LIKE ? ESCAPE '\'`. */
export function asLike(pattern: string): string {
  return pattern.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('*', '%');
}

/** Conditions on the time, at whatever place of a filter; not inside of quotes. */
const TIME = /(^|\s)(?:since|until):(?:"[^"]*"|[^\s"()]+)/gi;

/** The filter without conditions on the time. */
export function withoutTime(filter: string): string {
  const parts = filter.split(/("(?:\\.|[^"\\])*")/);
  const plain = parts.map((part, index) => (index % 2 === 1 ? part : part.replaceAll(TIME, '$1')));
  return plain.join('').replaceAll(/ {2,}/g, ' ').trim();
}

/** The filter for a span of time, and no other one. Whole seconds, so that both ends are inside. */
export function narrowTo(filter: string, from: number, to: number): string {
  const since = `since:${writeInstant(Math.floor(from / 1000) * 1000)}`;
  const until = `until:${writeInstant(Math.ceil(to / 1000) * 1000)}`;
  return [withoutTime(filter), since, until].filter((part) => part !== '').join(' ');
}

/** Wall-clock time of this machine, as people read it. */
function writeInstant(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

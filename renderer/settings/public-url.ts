/** What is typed into the public URL field, judged as it is typed. */
export type PublicUrlReading =
  | { kind: 'empty' }
  | { kind: 'problem'; problem: string }
  | { kind: 'ok'; url: string; wopiSrcExample: string; warning: string | null };

export function readPublicUrl(text: string): PublicUrlReading {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  if (/\s/.test(typed)) return problem('Contains a space. Remove it.');
  if (!/^https?:\/\//i.test(typed)) return problem('Must begin with https:// or http://.');
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    return problem('Is not a complete address. Expected something like https://demo.example.net');
  }
  if (url.username !== '' || url.password !== '') return problem('Must not contain a user name or password.');
  if (typed.includes('?')) return problem('Must not contain a query ("?…"): WOPISrc is used as a name for the file.');
  if (typed.includes('#')) return problem('Must not contain a fragment ("#…").');
  if (url.pathname !== '/')
    return problem(`Must not have a path ("${url.pathname}"): WOPI needs /wopi/files at the top.`);
  return { kind: 'ok', url: url.origin, wopiSrcExample: `${url.origin}/wopi/files/…`, warning: warningFor(url) };
}

function problem(sentence: string): PublicUrlReading {
  return { kind: 'problem', problem: sentence };
}

function warningFor(url: URL): string | null {
  if (/^(localhost|127\.|\[::1\])/.test(url.host)) return 'Only clients on this machine can reach a loopback address.';
  if (url.protocol === 'http:') return 'Office for the web accepts https only.';
  return null;
}

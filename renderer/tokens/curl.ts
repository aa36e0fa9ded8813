/** One argument for a POSIX shell: nothing inside single quotes is live, and a quote itself is stepped around. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The address of CheckFileInfo with its token, as a WOPI client calls it. */
export function checkFileInfoUrl(wopiSrc: string, accessToken: string): string {
  const separator = wopiSrc.includes('?') ? '&' : '?';
  return `${wopiSrc}${separator}access_token=${encodeURIComponent(accessToken)}`;
}

export function checkFileInfoCurl(wopiSrc: string, accessToken: string): string {
  return `curl -sS ${shellQuote(checkFileInfoUrl(wopiSrc, accessToken))}`;
}

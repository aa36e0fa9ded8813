/** Opens an address in the system's browser. Rejects with a sentence when it may not or cannot. */
export type OpenExternal = (url: string) => Promise<void>;

/**
 * Lets only web addresses through to the system: a `file:` or program address from a hostile page would
 * start something on this machine.
 */
export function guardedOpenExternal(open: OpenExternal): OpenExternal {
  return async (url) => {
    if (!/^https?:$/.test(protocolOf(url))) {
      throw new Error(
        `"${url.slice(0, 200)}" was not opened: only http and https addresses are. Copy it if it is trusted.`,
      );
    }
    await open(url);
  };
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

/** Stands in for the system's browser in end-to-end tests: keeps what it was asked to open where they can see it. */
export async function recordExternal(url: string): Promise<void> {
  const seen = globalThis as { openedExternally?: string[] };
  seen.openedExternally = [...(seen.openedExternally ?? []), url];
}

/** What stands for a hidden name: the same for the same name, and readable. */
export class Aliases {
  readonly #files = new Map<string, string>();
  readonly #people = new Map<string, string>();
  readonly #personIds = new Map<string, string>();
  readonly #mails = new Map<string, string>();
  readonly #places = new Map<string, string>();

  /** The ending stays: what a file can do depends on it. */
  file(name: string): string {
    const ending = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? '';
    return remembered(this.#files, name, (number) => `file-${number}${ending}`);
  }

  person(name: string): string {
    return remembered(this.#people, name, (number) => `Person ${number}`);
  }

  /** Alphanumeric only, as UserId has to be. */
  personId(id: string): string {
    return remembered(this.#personIds, id, (number) => `person${number}`);
  }

  mail(mail: string): string {
    if (OWN_MAIL.test(mail)) return mail;
    return remembered(this.#mails, mail.toLowerCase(), (number) => `person${number}@people.example`);
  }

  /** Host name or number with its port; ports tell nobody anything and are kept. */
  place(place: string): string {
    const [, host = place, port = ''] = /^(.*?)((?::|%3A)\d+)?$/i.exec(place) ?? [];
    if (OWN_PLACE.test(host)) return place;
    return remembered(this.#places, host.toLowerCase(), (number) => `host-${number}.example`) + port;
  }
}

/** What is an alias already stays one. */
const OWN_MAIL = /^person\d+@people\.example$/;
const OWN_PLACE = /^host-\d+\.example$/;

function remembered(known: Map<string, string>, name: string, make: (number: number) => string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const alias = make(known.size + 1);
  known.set(name, alias);
  return alias;
}

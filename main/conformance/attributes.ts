import type { XmlElement } from '../wopi/protocol/xml.ts';
import { CasesError } from './model.ts';

/** Typed reading of an element's attributes. Every method throws CasesError for a value it cannot read. */
export interface Attributes {
  /** As written, also when empty; undefined when absent. */
  text(name: string): string | undefined;
  required(name: string): string;
  flag(name: string, fallback: boolean): boolean;
  number(name: string): number | undefined;
  /** One of a list, whatever the letter case. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
}

export function attributesOf({ name: element, attributes }: XmlElement): Attributes {
  const text = (name: string): string | undefined => (Object.hasOwn(attributes, name) ? attributes[name] : undefined);
  return {
    text,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw new CasesError(`an element ${element} has no attribute ${name}.`);
      return value;
    },
    flag(name, fallback) {
      const value = text(name)?.trim().toLowerCase();
      if (value === undefined) return fallback;
      if (value === 'true' || value === '1') return true;
      if (value === 'false' || value === '0') return false;
      throw new CasesError(`${name}="${text(name) ?? ''}" of ${element} is neither true nor false.`);
    },
    number(name) {
      const value = text(name)?.trim();
      if (value === undefined || value === '') return undefined;
      if (/^[+-]?\d{1,15}$/.test(value)) return Number(value);
      throw new CasesError(`${name}="${value}" of ${element} is not a whole number.`);
    },
    choice(name, choices) {
      const value = text(name);
      if (value === undefined || value === '') return undefined;
      const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
      if (found === undefined)
        throw new CasesError(`${name}="${value}" of ${element} is none of ${choices.join(', ')}.`);
      return found;
    },
  };
}

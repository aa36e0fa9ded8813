export type Parameter = string | number;

/** A piece of SQL with the values of its question marks, in their order. */
export interface Sql {
  text: string;
  parameters: readonly Parameter[];
}

/** What stands in `${}` becomes a parameter, unless it is a piece of SQL itself. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | Parameter)[]): Sql {
  const parameters: Parameter[] = [];
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'object') {
      text += part.text;
      parameters.push(...part.parameters);
    } else {
      text += '?';
      parameters.push(part);
    }
    text += strings[index + 1] ?? '';
  }
  return { text, parameters };
}

/** Words of the program, never of a user. */
export function raw(text: string): Sql {
  return { text, parameters: [] };
}

export const TRUE = raw('1');
export const FALSE = raw('0');

/** Joined as a balanced tree: SQLite refuses expressions that are nested too deep. */
export function join(parts: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  const [first, ...others] = parts;
  if (!first) return operator === 'AND' ? TRUE : FALSE;
  if (others.length === 0) return first;
  const middle = Math.ceil(parts.length / 2);
  return sql`(${join(parts.slice(0, middle), operator)} ${raw(operator)} ${join(parts.slice(middle), operator)})`;
}

export function list(values: readonly Parameter[]): Sql {
  return { text: values.map(() => '?').join(', '), parameters: values };
}

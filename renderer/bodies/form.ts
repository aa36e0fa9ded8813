export interface FormField {
  name: string;
  value: string;
}

/** The fields of x-www-form-urlencoded in the order they were sent; double names stay double. */
export function readForm(text: string): FormField[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}

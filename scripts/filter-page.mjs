// @ts-check
// docs/traffic-filter.md, written from the table of fields.

/** @typedef {{ name: string, aliases: readonly string[], meaning: string, examples: readonly string[], values: readonly { value: string, meaning: string }[] }} FilterField */

/** @param {readonly FilterField[]} fields */
export function filterPage(fields) {
  return `# The filter of Traffic

<!-- Written by \`npm run docs\`; change the sources it names instead. -->

\`/\` goes to the box. What may come next is suggested while you type, with the values that occur in your traffic: ↑ and ↓
choose, Tab or Enter takes, Escape puts the list away. A mistake is underlined where it stands, with what to write instead
under the box; the list goes on showing the last filter that worked. The filter is part of the address: it survives a
reload, and a sent link shows the same.

\`\`\`
op:Lock status:409 person:ann file:budget since:5m
(outcome:refused or finding:error) -client:"Sandbox Editor"
body:/"UserCanWrite":\\s*false/ duration:>100ms
\`\`\`

## How conditions are written

| Written | Means |
|---|---|
| \`budget\` | text without a field: a part of the operation, file, person, client, path, lock, outcome or status; what may be an id, of the session and correlation too |
| \`field:value\` | a part of a text, in small or capital letters; operations, methods, rules, tags and colours by their whole name |
| \`file:*.xlsx\` | \`*\` stands for anything, and the whole text has to fit |
| \`op:Lock,Unlock\` | commas between alternatives |
| \`file:"a, b"\` | quotes: the text as it is, with spaces, commas and stars; \`\\"\` is a quotation mark, \`\\\\\` a backslash |
| \`file:""\` | nothing there |
| \`path:/files\\/\\d+$/i\` | a regular expression as in JavaScript, at most 500 characters, with the flags i, m, s, u. In \`path:\` and in text without a field it has no spaces: write \`\\s\` |
| \`status:>=400\` \`size:1k-2M\` \`duration:100ms-2s\` | comparisons \`<\` \`<=\` \`>\` \`>=\` \`=\`, and ranges with both ends; k, M, G count in 1024 |
| \`a b\` \`a and b\` | both must hold |
| \`a or b\` \`a \\| b\` | one of them; “and” binds closer |
| \`-a\` \`!a\` \`not a\` | must not hold, also where the request has nothing there |
| \`(a or b) c\` | brackets |

## Fields

| Field | Looks at | Examples | Words it knows |
|---|---|---|---|
${fields.map(fieldRow).join('\n')}

Times are those of the wall clock of this machine. A time of the day means its last occurrence; a date means its
beginning for \`since:\` and its end for \`until:\`.

\`body:\` also looks through documents that went through GetFile and PutFile and are kept as file versions, as they were sent:
those of Word, Excel and PowerPoint are packed, so their words are not found. These documents are read one by one, the newest
first, for at most 300 ms at once and each up to 8 MB; when some had to be left out, the list says how many.

## Limits

At most 4,000 characters, 200 conditions, and brackets 50 deep. A filter that takes longer than the list waits for, such as
an expression that tries endlessly, is stopped, and the box says so.

## Views

\`v\` opens the menu in front of the box: filters with a name. *Refused*, *Locks*, *Saves*, *Errors found* and *Slow* come with the app;
whatever the list shows — filter, groups, order and, if you like, the columns — can be saved beside them. A name that is
used again replaces the view; the chosen view of your own can be removed in the same menu.
`;
}

/** @param {FilterField} field */
function fieldRow({ name, aliases, meaning, examples, values }) {
  const also = aliases.length === 0 ? '' : `, also ${aliases.map((alias) => code(`${alias}:`)).join(' ')}`;
  const words = values
    .map(({ value, meaning: why }) => (why === '' ? code(value) : `${code(value)} ${why}`))
    .join('; ');
  return `| ${code(`${name}:`)}${also} | ${cell(meaning)} | ${examples.map(code).join(' ')} | ${cell(words)} |`;
}

/** @param {string} text */
function code(text) {
  return `\`${cell(text)}\``;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|');
}

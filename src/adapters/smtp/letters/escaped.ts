const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is nothing but text in HTML, inside elements and quoted attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);

/** Escaped text with its line breaks and its indents, for mail clients that know no `white-space`. */
export const escapedLines = (text: string): string =>
  escaped(text.replaceAll(/\r\n?/g, '\n'))
    .replaceAll('\t', '    ')
    .replaceAll(/ {2,}/g, (run) => `${'&nbsp;'.repeat(run.length - 1)} `)
    .replaceAll(/^ /gm, '&nbsp;')
    .replaceAll('\n', '<br>\n');

/** A request as it went out. */
export type Sent = {
  readonly sender: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | Uint8Array<ArrayBuffer> | undefined;
};

/** Longer bodies would hide the rest of a report. */
const longestShown = 200_000;

/** A command that sends a request again, with the token of whoever sent it in `TOKEN`. */
export const curlLine = ({ sender, method, path, headers, content }: Sent): string => {
  const fields = Object.entries(headers).map(
    ([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`,
  );
  const line = ['curl', '-i', '--path-as-is', '-X', method, ...fields, '-H "Authorization: Bearer $TOKEN"'];
  const target = quoted(`http://localhost:3000${path}`);
  const comment = `# as ${sender}`;
  if (content === undefined) return [...line, target, comment].join(' ');
  if (content.length > longestShown)
    return [...line, target, comment, `with ${content.length} bytes`].join(' ');
  const bytes = Buffer.from(content).toString('base64');
  const isPlain = typeof content === 'string' && /^[\x20-\x7e]*$/.test(content);
  return isPlain
    ? [...line, '--data-binary', quoted(content), target, comment].join(' ')
    : [`printf %s ${bytes} | base64 -d |`, ...line, '--data-binary @-', target, comment].join(' ');
};

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
